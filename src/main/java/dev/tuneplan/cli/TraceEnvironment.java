package dev.tuneplan.cli;

import dev.tuneplan.tracer.EnvironmentMaker;
import dev.tuneplan.tracer.PythonEnvironment;
import dev.tuneplan.tracer.TraceFailure;
import dev.tuneplan.tracer.TracerSources;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Chooses the Python environment of a trace, and has it made when the user agrees. */
final class TraceEnvironment {
  private static final String VARIABLE = "TUNEPLAN_TRACE_ENV";

  private final @Nullable CommandSpec command;
  private final TracerSources sources;
  private final PythonEnvironment environment;
  private final PythonEnvironment.State state;
  private final boolean yes;

  TraceEnvironment(
      @Nullable CommandSpec command, TracerSources sources, @Nullable Path given, boolean yes)
      throws IOException {
    this.command = command;
    this.sources = sources;
    this.environment = new PythonEnvironment(given == null ? standard() : given);
    this.state = environment.state(sources);
    this.yes = yes;
  }

  private static Path standard() {
    String named = System.getenv(VARIABLE);
    return named == null || named.isBlank() ? Home.cache().resolve("trace-env") : Path.of(named);
  }

  boolean ready() {
    return state == PythonEnvironment.State.READY;
  }

  /** The environment, made if it has to be. */
  PythonEnvironment prepared() throws IOException, InterruptedException, TraceFailure {
    String why =
        switch (state) {
          case READY -> "";
          case MISSING -> "a trace needs PyTorch, Transformers and PEFT";
          case UNFINISHED -> environment.folder() + " was begun and not finished";
          case OUTDATED -> environment.folder() + " is of another version of tuneplan";
          case OTHER ->
              throw new TraceFailure(
                  environment.folder()
                      + " has no bin/python; name a Python environment, or an empty folder to make"
                      + " one in");
        };
    if (!ready()) {
      if (!yes && !agreed(why)) {
        throw new TraceFailure(
            why
                + ": nothing was made; --yes makes the environment ("
                + size()
                + ") in "
                + environment.folder()
                + ", --env or "
                + VARIABLE
                + " names one that is there");
      }
      new EnvironmentMaker(sources, System.getenv(), this::progress).make(environment);
    }
    return environment;
  }

  private boolean agreed(String why) throws IOException {
    if (!terminal()) {
      return false;
    }
    Main.note(command, why + " (" + size() + "); make it in " + environment.folder() + "? [y/N]");
    String answer =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return answer != null
        && Map.of("y", true, "yes", true).containsKey(answer.strip().toLowerCase(Locale.ROOT));
  }

  private static String size() {
    return Text.of("about %.0f GB on disk", EnvironmentMaker.DISK_GB);
  }

  private static boolean terminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Says what is being done, where a person looks on. */
  void progress(String text) {
    if (terminal()) {
      Main.note(command, text);
    }
  }
}
