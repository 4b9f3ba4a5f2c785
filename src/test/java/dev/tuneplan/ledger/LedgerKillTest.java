package dev.tuneplan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills processes while they write, two at a time; {@code -Dledger.kills=200} for as many as the
 * release notes speak of.
 */
class LedgerKillTest {
  private static final int KILLS = Integer.getInteger("ledger.kills", 6);

  @ParameterizedTest
  @EnumSource
  void whatWasConfirmedIsThereAfterAKill(Dialect dialect) throws IOException, InterruptedException {
    Database database = Databases.fresh(dialect);
    Ledger.open(database).close();
    Random random = new Random(dialect.ordinal());
    Map<String, Integer> confirmed = new HashMap<>();
    for (int round = 0; round < KILLS / 2; round++) {
      List<Process> two = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        two.add(start(database, "p" + round + "-" + i));
      }
      for (Process one : two) {
        String lines = killed(one, random.nextInt(1, 40));
        // the last line may be cut, and then nobody was told
        for (String line : lines.substring(0, lines.lastIndexOf('\n') + 1).lines().toList()) {
          String[] words = line.split(" ");
          confirmed.merge(words[0], Integer.parseInt(words[1]), Math::max);
        }
      }
    }
    assertThat(confirmed.size()).isGreaterThan(KILLS);
    try (Ledger ledger = Ledger.open(database)) {
      assertThat(ledger.check()).isEmpty();
      Map<String, Integer> found = new HashMap<>();
      ledger.runs().forEach(r -> found.put(r.id(), r.reconciliations()));
      confirmed.forEach((run, version) -> assertThat(found.get(run)).as(run).isNotNull());
      confirmed.forEach((run, version) ->
          assertThat(found.getOrDefault(run, 0)).as(run).isGreaterThanOrEqualTo(version));
    }
  }

  private static Process start(Database database, String name) throws IOException {
    String java = ProcessHandle.current().info().command().orElse("java");
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            LedgerVictim.class.getName(),
            database.url(),
            name)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** What a process said until it was killed, some lines after its first. */
  private static String killed(Process process, int lines)
      throws IOException, InterruptedException {
    StringBuilder said = new StringBuilder();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < lines; i++) {
        String line = out.readLine();
        if (line == null) {
          break;
        }
        said.append(line).append('\n');
      }
      // unlike that of the process, this leaves what it said to be read
      process.toHandle().destroyForcibly();
      for (int c = out.read(); c >= 0; c = out.read()) {
        said.append((char) c);
      }
    }
    process.waitFor();
    return said.toString();
  }
}
