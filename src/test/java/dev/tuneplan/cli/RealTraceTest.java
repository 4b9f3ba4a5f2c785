package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the training libraries, in the environment that {@code make trace-test} names. */
@Tag("trace")
class RealTraceTest {
  private static final String CACHE = "tuneplan.cache";
  private static final Path OWN_CODE = Path.of("src/test/resources/models/own-code");
  private static final String CODE = "modeling_brief.py";
  private static final String ENDED =
      "the trace ended with status 0 and without an answer: code can end its process";
  private static final long LOADING_MILLIS = 5_000;

  @TempDir private Path folder;
  private String before = "";

  @BeforeEach
  void useACacheOfItsOwn() {
    before = System.getProperty(CACHE);
    System.setProperty(CACHE, folder.resolve("cache").toString());
  }

  @AfterEach
  void useTheOldCache() {
    System.setProperty(CACHE, before);
  }

  private record Said(int code, String text) {}

  private static String environment() {
    return Optional.ofNullable(System.getenv("TUNEPLAN_TRACE_ENV"))
        .orElseThrow(() ->
            new IllegalStateException(
                "TUNEPLAN_TRACE_ENV must name an environment: make trace-test"));
  }

  private static Said trace(Path model, String... more) {
    StringWriter out = new StringWriter();
    List<String> line =
        Stream.concat(
                Stream.of("trace", model.toString(), "--env", environment()),
                Stream.concat(Stream.of("--method", "lora", "--seq", "128"), Stream.of(more)))
            .toList();
    PrintWriter to = new PrintWriter(out);
    int code = Main.run(to, to, line.toArray(String[]::new));
    return new Said(code, out.toString());
  }

  /** The model with a line of its code replaced, or with more at the end of it. */
  private Path edited(String from, String to, String more) throws IOException {
    Path model = Files.createDirectories(folder.resolve("model"));
    try (Stream<Path> all = Files.list(OWN_CODE)) {
      for (Path p : all.toList()) {
        Files.copy(p, model.resolve(p.getFileName()));
      }
    }
    String code = Files.readString(model.resolve(CODE)).replace(from, to);
    Files.writeString(model.resolve(CODE), code + more + "\n");
    return model;
  }

  @Test
  void codeOfTheFoldersOwnIsTracedWhenTrusted() throws IOException {
    Said said = trace(OWN_CODE, "--trust-code", "--checkpointing", "off", "-o", "json");
    assertThat(said.code()).as(said.text()).isZero();
    // 2 layers x 16 x ((96 + 288) + (96 + 96) + (96 + 384) + (384 + 96)) and what they stand beside
    assertThat(said.text())
        .contains("\"trainable\": 49152,")
        .contains("\"parameters\": 464640,")
        .contains("\"own\": null")
        .contains("\"cached\": false");
    assertThat(trace(OWN_CODE, "--trust-code", "--checkpointing", "off", "-o", "json").text())
        .contains("\"cached\": true");
  }

  @Test
  void codeOfTheFoldersOwnDoesNotRunUnasked() throws IOException {
    Path flag = folder.resolve("ran");
    Path model = edited("", "", "open('" + flag + "', 'w')");
    Said said = trace(model);
    assertThat(said.text()).endsWith("which runs only with --trust-code\n");
    assertThat(said.code()).isEqualTo(1);
    assertThat(flag).doesNotExist();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void faultsOfTheCodeAreSaidWithTheirPlace(String from, String to, String more, String said)
      throws IOException {
    Said answer = trace(edited(from, to, more), "--trust-code");
    assertThat(answer).isEqualTo(new Said(1, said + "\n"));
    assertThat(tracers()).isEmpty();
  }

  static Stream<Arguments> faults() {
    String network =
        "modeling_brief.py:57: the model's code tried to reach the network, which a trace does not"
            + " have";
    return Stream.of(
        Arguments.of(
            "h = self.norm(x)",
            "h = self.norm(x",
            "",
            "modeling_brief.py:23: '(' was never closed"),
        Arguments.of(
            "", "", "import socket; socket.create_connection(('192.0.2.1', 80), 3)", network),
        Arguments.of("", "", "import urllib.request as u; u.urlopen('http://192.0.2.1/')", network),
        Arguments.of(
            "",
            "",
            "import subprocess; subprocess.Popen(['sleep', '1000'])",
            "modeling_brief.py:57: the model's code tried to start another program, which a trace"
                + " does not allow"),
        Arguments.of(
            "",
            "",
            "keep = [bytearray(1 << 28) for _ in range(100)]",
            "modeling_brief.py:57: out of the memory that a trace may have"),
        Arguments.of(
            "h = self.norm(x)",
            "h = self.nrom(x)",
            "",
            "modeling_brief.py:23: AttributeError: 'BriefLayer' object has no attribute 'nrom'"),
        Arguments.of("", "", "import os; os._exit(0)", ENDED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"while True:\n    pass", "import time; time.sleep(1e6)"})
  void nothingIsLeftOfCodeThatNeverEnds(String endless) throws IOException {
    Said said = trace(edited("", "", endless), "--trust-code", "--timeout", "45s");
    assertThat(said.text())
        .isEqualTo(
            "the trace was stopped after 45 s; --timeout gives it longer, but code that loops for"
                + " ever never ends\n");
    assertThat(said.code()).isEqualTo(1);
    assertThat(tracers()).isEmpty();
  }

  @Test
  void nothingIsLeftWhenTunePlanIsKilled() throws Exception {
    Path model = edited("", "", "import time; time.sleep(1e6)");
    List<String> line =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dtuneplan.home=.",
            "-Dtuneplan.cache=" + folder.resolve("cache"),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "trace",
            model.toString(),
            "--env",
            environment(),
            "--trust-code");
    Process process = new ProcessBuilder(line).inheritIO().start();
    while (tracers().isEmpty()) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(100);
    }
    Thread.sleep(LOADING_MILLIS);
    List<ProcessHandle> all = process.descendants().toList();
    assertThat(all).isNotEmpty();
    process.destroyForcibly();
    for (ProcessHandle p : all) {
      p.onExit().get(60, TimeUnit.SECONDS);
    }
  }

  private static List<String> tracers() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .flatMap(p -> p.info().commandLine().stream())
        .filter(c -> c.contains("trace_spec"))
        .toList();
  }
}
