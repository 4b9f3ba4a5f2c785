package dev.tuneplan.tracer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With this machine's python3; what is put in is nothing, since PyTorch would take minutes. */
class EnvironmentMakerTest {
  private static final TracerSources NOTHING = Pythons.needing("# no libraries\n");
  private static final TracerSources BROKEN = Pythons.needing("./there-is-no-such-library.whl\n");

  @TempDir private Path folder;
  private PythonEnvironment environment = new PythonEnvironment(Path.of("."));
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void nothingIsThere() {
    environment = new PythonEnvironment(folder.resolve("env"));
  }

  /** Without uv, wherever the machine has it: python3 alone is on the path. */
  private Map<String, String> python() throws IOException {
    for (String p : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(p, "python3"))) {
        Path only = Files.createDirectories(folder.resolve("bin"));
        if (!Files.exists(only.resolve("python3"))) {
          Files.createSymbolicLink(only.resolve("python3"), Path.of(p, "python3"));
        }
        return Map.of("PATH", only + ":/usr/bin:/bin");
      }
    }
    throw new IOException("tests need a python3 of 3.10 or newer on the PATH");
  }

  private void make(TracerSources sources, Map<String, String> outside) throws Exception {
    new EnvironmentMaker(sources, outside, said::add).make(environment);
  }

  @Test
  void makesAnEnvironmentThatIsReadyThen() throws Exception {
    assertThat(environment.state(NOTHING)).isEqualTo(PythonEnvironment.State.MISSING);
    make(NOTHING, python());
    assertThat(environment.state(NOTHING)).isEqualTo(PythonEnvironment.State.READY);
    assertThat(environment.libraries(NOTHING)).isEmpty();
    assertThat(said).hasSize(2).last().asString().contains("pip install");
  }

  @Test
  void goesOnWithWhatWasNotFinished() throws Exception {
    TraceFailure fault = catchThrowableOfType(TraceFailure.class, () -> make(BROKEN, python()));
    assertThat(fault)
        .hasMessageContaining("there-is-no-such-library.whl")
        .hasMessageContaining("run the same command again to go on");
    assertThat(environment.state(NOTHING)).isEqualTo(PythonEnvironment.State.UNFINISHED);
    make(NOTHING, python());
    assertThat(environment.state(NOTHING)).isEqualTo(PythonEnvironment.State.READY);
  }

  @Test
  void knowsAnEnvironmentOfOtherLibraries() throws Exception {
    make(NOTHING, python());
    assertThat(environment.state(BROKEN)).isEqualTo(PythonEnvironment.State.OUTDATED);
  }

  @Test
  void saysWhenThereIsNoPython() {
    assertThat(
            catchThrowableOfType(
                TraceFailure.class, () -> make(NOTHING, Map.of("PATH", folder.toString()))))
        .hasMessage(
            "neither uv nor python3 is on the PATH; install one of them (Python 3.10 or newer),"
                + " or name an environment with --env");
    assertThat(environment.folder()).doesNotExist();
  }

  @Test
  void leavesAFolderOfOtherThingsAlone() throws Exception {
    Files.createDirectories(environment.folder());
    Files.writeString(environment.folder().resolve("thesis.tex"), "");
    assertThat(environment.state(NOTHING)).isEqualTo(PythonEnvironment.State.OTHER);
  }
}
