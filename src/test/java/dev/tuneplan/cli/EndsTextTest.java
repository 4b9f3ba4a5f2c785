package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.ends.End;
import dev.tuneplan.kube.ends.RunRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndsTextTest {
  private static final RunRef RUN =
      new RunRef(Resource.JOBS, "ml", "ft-bot-a1b2c3", "u-1", "a1b2c3d4e5f6");
  private static final End END =
      new End(
          RUN,
          End.How.FAILED,
          "BackoffLimitExceeded: no more",
          Optional.of(Instant.parse("2026-11-25T10:00:00Z")));

  private final List<String> out = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private void tell(Output form) {
    EndsText text = new EndsText(out::add, notes::add, form);
    text.live(RUN);
    text.trouble("the server does not answer");
    text.ended(END);
  }

  @Test
  void saysARunAndItsEndInALineEach() {
    tell(Output.table);
    assertThat(out)
        .containsExactly(
            "a1b2c3d4e5f6  ml  jobs.batch/ft-bot-a1b2c3  live\n",
            "a1b2c3d4e5f6  ml  jobs.batch/ft-bot-a1b2c3  failed  BackoffLimitExceeded: no more\n");
    assertThat(notes).containsExactly("the server does not answer");
  }

  @Test
  void saysThemToMachinesAsAnObjectALine() {
    tell(Output.json);
    assertThat(out)
        .containsExactly(
            "{\"run\":\"a1b2c3d4e5f6\",\"namespace\":\"ml\",\"object\":\"jobs.batch/ft-bot-a1b2c3\",\"uid\":\"u-1\",\"state\":\"live\",\"why\":null,\"at\":null}\n",
            "{\"run\":\"a1b2c3d4e5f6\",\"namespace\":\"ml\",\"object\":\"jobs.batch/ft-bot-a1b2c3\",\"uid\":\"u-1\",\"state\":\"failed\",\"why\":\"BackoffLimitExceeded:"
                + " no more\",\"at\":\"2026-11-25T10:00:00Z\"}\n");
  }
}
