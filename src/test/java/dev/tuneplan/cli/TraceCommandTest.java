package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.tracer.Recorded;
import dev.tuneplan.tracer.TraceModel;
import dev.tuneplan.tracer.TraceStore;
import dev.tuneplan.tracer.TracerSources;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without the training libraries: faults, and a trace that was made before. */
class TraceCommandTest {
  private static final String CACHE = "tuneplan.cache";
  private static final String MODEL = "meta-llama/Llama-3.1-8B";

  @TempDir private Path folder;
  private String before = "";

  @BeforeEach
  void keepATrace() throws IOException {
    before = System.getProperty(CACHE);
    System.setProperty(CACHE, folder.toString());
    TraceModel model = TraceModel.of(Home.standard().models(), MODEL, Place.of("test"));
    new TraceStore(folder.resolve("traces"))
        .write(model, TracerSources.packed(), Recorded.trace(false), Recorded.answer());
  }

  @AfterEach
  void useTheOldFolder() {
    System.setProperty(CACHE, before);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-trace|trace --help",
        "trace-cached|trace meta-llama/Llama-3.1-8B --env target/no-env",
        "trace-cached-json|trace meta-llama/Llama-3.1-8B --env target/no-env -o json",
        "trace-cached-markdown|trace meta-llama/Llama-3.1-8B --env target/no-env -o markdown",
        "trace-without-environment|trace src/test/resources/models/own-code --env target/no-env",
        "trace-no-environment|trace src/test/resources/models/own-code --env docs",
        "trace-nothing-named|trace",
        "trace-no-such-file|trace nowhere",
        "trace-no-such-spec|trace nowhere.yaml",
        "trace-no-such-model|trace --model nowhere",
        "trace-folder-without-config|trace src/test/resources/models",
        "trace-broken-config|trace src/test/resources/models/broken-json",
        "trace-no-time|trace meta-llama/Llama-3.1-8B --timeout soon",
        "trace-refused|trace meta-llama/Llama-3.1-8B --quantization gptq4 --optimizer muon",
        "trace-faults|trace meta-llama/Llama-3.1-8B --rank 0 --trainer axolot --targets q_prj",
        "estimate-traced|estimate --model meta-llama/Llama-3.1-8B --gpu l40s",
        "estimate-traced-not|estimate --model meta-llama/Llama-3.1-8B --gpu l40s --micro-batch 2",
        "plan-traced|plan examples/support-bot.yaml --micro-batch 1 --checkpointing on"
            + " --global-batch 1 --max-gpus 1",
        "plan-traced-in-part|plan examples/support-bot.yaml --gpu a10g,l40s --global-batch 1"
            + " --max-gpus 1",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    Golden.verify(name, args.split(" "));
  }
}
