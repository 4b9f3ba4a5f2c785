package dev.tuneplan.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tuneplan.base.Place;
import dev.tuneplan.model.ModelCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tracer itself, in environments of the machine's python3 that lack what it needs. */
class TracerFaultsTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String MODEL = "src/test/resources/models/own-code";

  @TempDir private Path folder;

  private String fault(PythonEnvironment environment) {
    TraceFailure fault =
        catchThrowableOfType(
            TraceFailure.class,
            () -> {
              TraceModel model =
                  TraceModel.of(new ModelCatalogue(List.of()), MODEL, Place.of("test"));
              TraceStore store = new TraceStore(folder.resolve("traces"));
              new Tracer(environment, TracerSources.packed(), store, System.getenv(), false)
                  .trace(model, Recorded.trace(false).request(), false, LIMIT);
            });
    assertThat(fault).as("the trace is refused").isNotNull();
    return String.valueOf(fault.getMessage());
  }

  @Test
  void saysThatPyTorchIsNotThere() throws Exception {
    assertThat(fault(Pythons.bare(folder.resolve("env"))))
        .isEqualTo(
            "PyTorch is not installed in " + folder.resolve("env") + "; 2.9 or newer is needed");
  }

  @Test
  void saysThatPyTorchIsTooOld() throws Exception {
    assertThat(fault(Pythons.with(folder.resolve("env"), "torch 2.1.0", "transformers 5.1.0")))
        .isEqualTo(
            "PyTorch 2.1.0 in " + folder.resolve("env") + " is too old; 2.9 or newer is needed");
  }

  @Test
  void saysThatTransformersIsTooOld() throws Exception {
    assertThat(fault(Pythons.with(folder.resolve("env"), "torch 2.15.0", "transformers 4.57.1")))
        .isEqualTo(
            "Transformers 4.57.1 in "
                + folder.resolve("env")
                + " is too old; 5.0 or newer is needed");
  }

  @Test
  void saysThatPeftIsNotThere() throws Exception {
    assertThat(fault(Pythons.with(folder.resolve("env"), "torch 2.15.0", "transformers 5.1.0")))
        .startsWith("PEFT is not installed in ");
  }

  @Test
  void saysThatAPythonDoesNotStart() throws Exception {
    Path python = folder.resolve("env/bin/python");
    Files.createDirectories(python.getParent());
    Files.writeString(python, "#!/bin/sh\necho broken >&2\nexit 3\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    assertThat(fault(new PythonEnvironment(folder.resolve("env"))))
        .isEqualTo(python + " cannot be used: broken; Python 3.10 or newer is needed");
  }

  @Test
  void saysThatAPythonIsNone() throws Exception {
    Path python = folder.resolve("env/bin/python");
    Files.createDirectories(python.getParent());
    Files.writeString(python, "#!/bin/sh\necho hello\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    assertThat(fault(new PythonEnvironment(folder.resolve("env"))))
        .isEqualTo(python + " does not answer as Python");
  }
}
