package dev.tuneplan.agent.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.record.Moment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardTest {
  private final Board board = new Board(OptionalLong.empty());

  private static Moment second(long at) {
    return new Moment(Instant.EPOCH.plusSeconds(at), at * 1_000_000_000);
  }

  private static Report step(long step) {
    return Report.step(step, OptionalLong.of(24));
  }

  @Test
  void theLastCheckpointIsFurtherThanWhatTheCallbackWasTold() {
    board.report(Source.CALLBACK, step(11), second(5));
    board.report(Source.CALLBACK, step(22), second(10));
    board.report(Source.STATE_FILE, step(24), second(11));
    Standing standing = board.standing().orElseThrow();
    assertThat(standing.source()).isEqualTo(Source.CALLBACK);
    assertThat(standing.step()).isEqualTo(24);
  }

  @Test
  void aBarThatIsFurtherIsNotBelieved() {
    board.report(Source.CALLBACK, step(11), second(5));
    board.report(Source.OUTPUT, step(24), second(6));
    assertThat(board.standing().orElseThrow().step()).isEqualTo(11);
  }

  @Test
  void tokensThatNobodyCountedAreNotKnown(@TempDir Path folder) throws Exception {
    Path file = folder.resolve(TrainerState.FILE);
    String state = "{\"global_step\": 24, \"max_steps\": 24, \"num_input_tokens_seen\": %d}";
    Files.writeString(file, state.formatted(0), StandardCharsets.UTF_8);
    assertThat(TrainerState.read(file).orElseThrow().tokens()).isEmpty();
    Files.writeString(file, state.formatted(7), StandardCharsets.UTF_8);
    assertThat(TrainerState.read(file).orElseThrow().tokens()).hasValue(7);
  }
}
