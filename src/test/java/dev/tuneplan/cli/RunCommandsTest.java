package dev.tuneplan.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands for runs say of themselves, and of faults. */
class RunCommandsTest {
  @TempDir private Path folder;

  @BeforeEach
  void useAnEmptyFolder() {
    System.setProperty("tuneplan.data", folder.toString());
  }

  @AfterEach
  void forgetTheFolder() {
    System.clearProperty("tuneplan.data");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "help-agent|agent --help",
        "help-agent-run|agent run --help",
        "help-launch|launch --help",
        "help-watch|watch --help",
        "help-logs|logs --help",
        "help-cancel|cancel --help",
        "help-runs|runs --help",
        "runs-none|runs --target local",
        "runs-none-json|runs --target local -o json",
        "runs-none-markdown|runs --target local -o markdown",
        "watch-all-once|watch --once",
        "watch-unknown|watch demo --target local",
        "logs-unknown|logs demo --target local",
        "cancel-unknown|cancel demo --target local",
        "launch-cluster-no-plan|launch nowhere.yaml",
        "launch-no-plan|launch nowhere.yaml --target local",
        "launch-spec|launch examples/support-bot.yaml --target local",
        "agent-run-no-command|agent run",
        "agent-run-wrong-proof|agent run --done never -- true",
        "agent-run-wrong-time|agent run --grace soon -- true",
        "agent-run-no-rate|agent run --max-usd 5 -- true",
        "agent-run-two-resumes|agent run --resume x --resume-env Y -- true",
        "agent-run-no-attempts|agent run --max-attempts 0 -- true",
        "agent-run-no-attempt|agent run --attempt 7 --dir docs -- true",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    Golden.verify(name, args.split(" "));
  }
}
