package dev.tuneplan.cli;

import dev.tuneplan.agent.Signals;
import dev.tuneplan.agent.process.Programs;
import dev.tuneplan.agent.process.Pump;
import dev.tuneplan.agent.process.UnixSignal;
import dev.tuneplan.agent.record.Moment;
import dev.tuneplan.agent.sample.Measurement;
import dev.tuneplan.agent.sample.Meters;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "measure",
    description = {
      "Run any command and say what it used: its whole tree of processes, the GPUs.",
      "The table goes to standard error when the command has ended. With -o json, yaml",
      "or markdown the result alone goes to standard output, and what the command",
      "prints goes to standard error."
    },
    footer = {
      "",
      "Exits as the command does; 127 when there is no such program.",
      "",
      "Example:",
      "  tuneplan measure -o json -- python train.py --epochs 1"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class MeasureCommand implements Callable<Integer> {
  private static final int NO_PROGRAM = 127;
  private static final long DRAIN_MILLIS = 5000;

  @Parameters(arity = "1..*", paramLabel = "CMD", description = "the command, behind --")
  private List<String> words = List.of();

  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (Programs.find(words.getFirst(), System.getenv()).isEmpty()) {
      Main.note(command, "tuneplan: there is no program '" + words.getFirst() + "' here");
      return NO_PROGRAM;
    }
    Measurement measurement = Measurement.begin(Meters.host(Path.of("")), Meters.gpus());
    Signals signals = Signals.system(false);
    Moment begun = Moment.now();
    Process process = start();
    // a terminal sends its Ctrl-C to the command, too
    signals.listen(s -> {
      if (s == UnixSignal.TERM) {
        process.toHandle().destroy();
      }
    });
    Measurement.Measured measured = follow(measurement, process, begun);
    MeasuredText text = new MeasuredText(words, measured);
    String said = output.form().render(m -> m ? text.markdown() : text.table(), text::tree);
    if (output.form() == Output.table) {
      Main.note(command, said.stripTrailing());
    } else {
      Main.print(command, said);
    }
    return measured.exit();
  }

  private Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    if (output.form() != Output.table) {
      builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
    }
    return builder.start();
  }

  private Measurement.Measured follow(Measurement measurement, Process process, Moment begun)
      throws InterruptedException {
    if (output.form() == Output.table) {
      return measurement.follow(process, begun);
    }
    Pump pump =
        Pump.start(
            "output",
            process.getInputStream(),
            new FileOutputStream(FileDescriptor.err),
            line -> {});
    Measurement.Measured measured = measurement.follow(process, begun);
    pump.ends(DRAIN_MILLIS);
    return measured;
  }
}
