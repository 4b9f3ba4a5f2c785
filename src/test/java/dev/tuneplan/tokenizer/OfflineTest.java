package dev.tuneplan.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.util.Ec2Utils;
import dev.tuneplan.testing.SmallTokenizer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts in a JVM of its own, whose sockets are made by the test. */
class OfflineTest {
  private static final String ASKED = "asked for a socket";

  @TempDir Path folder;

  /** What a JVM said that ran {@link Child} so. */
  private static String run(String... args) throws Exception {
    return run(List.of(), args);
  }

  private static String run(List<String> options, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    List.of("OPT_OUT_TRACKING", "DJL_OFFLINE", "DJL_CACHE_DIR", "RUST_LIBRARY_PATH")
        .forEach(builder.environment()::remove);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("ended");
    return said;
  }

  private String tokenizer() {
    return SmallTokenizer.aTokenizer().in(folder).toString();
  }

  @Test
  void theLibraryWouldAskTheNetworkWhereItRuns() throws Exception {
    assertThat(run()).contains(ASKED);
  }

  @Test
  void countingAsksNothingOfTheNetworkAndSilencesTheLibrary() throws Exception {
    assertThat(run(tokenizer(), folder.resolve("natives").toString()))
        .contains("counted 3")
        .doesNotContain(ASKED);
  }

  @Test
  void theNativeLibraryIsUnpackedOnceIntoTheFolderThatWasAskedFor() throws Exception {
    Path natives = folder.resolve("natives");
    run(tokenizer(), natives.toString());
    List<Path> unpacked = files(natives);
    assertThat(unpacked).isNotEmpty().anyMatch(f -> f.toString().contains("tokenizers"));
    for (Path f : unpacked) {
      Files.setLastModifiedTime(f, FileTime.fromMillis(1_000_000_000_000L));
    }
    run(tokenizer(), natives.toString());
    assertThat(files(natives)).isEqualTo(unpacked);
    for (Path f : unpacked) {
      assertThat(Files.getLastModifiedTime(f).toMillis()).isEqualTo(1_000_000_000_000L);
    }
  }

  @Test
  void whereNothingCanBeWrittenTheLibraryIsUnpackedForOneRunAndTakenAway() throws Exception {
    Path inTheWay = SmallTokenizer.write(folder.resolve("file"), "x");
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    assertThat(
            run(
                List.of("-Djava.io.tmpdir=" + temporary),
                tokenizer(),
                inTheWay.resolve("natives").toString()))
        .contains("counted 3");
    assertThat(temporary).isEmptyDirectory();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** What the other JVM runs. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      sockets();
      if (args.length > 0) {
        try (Tokenizer t = HuggingFaceTokenizer.read(Path.of(args[0]), Path.of(args[1]))) {
          System.out.println("counted " + t.count("three small words"));
        }
      }
      try {
        Ec2Utils.callHome("Rust");
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
      System.out.println("ended");
    }

    /** DJL goes round proxies, so that no server of the test would see it. */
    @SuppressWarnings("deprecation")
    private static void sockets() throws IOException {
      Socket.setSocketImplFactory(() -> {
        throw new IllegalStateException(ASKED);
      });
    }
  }
}
