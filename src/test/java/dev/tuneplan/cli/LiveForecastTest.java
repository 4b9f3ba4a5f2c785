package dev.tuneplan.cli;

import static dev.tuneplan.cli.PlannedRun.SPEED;
import static dev.tuneplan.cli.PlannedRun.alive;
import static dev.tuneplan.cli.PlannedRun.resumed;
import static dev.tuneplan.cli.PlannedRun.step;
import static dev.tuneplan.cli.PlannedRun.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.runs.RunState;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LiveForecastTest {
  private static final Offset<Double> CENT = within(0.01);

  private final PlannedRun run = new PlannedRun("7f3a00");

  private double usd(int second) {
    return new LiveForecast(run.view(RunState.RUNNING, second)).usd().orElseThrow();
  }

  @Test
  void isByItsOwnSpeedOnceThatIsSettled() {
    run.attempt(RunState.RUNNING, training(0), step(1008, 140, SPEED / 2));
    assertThat(usd(1008)).isCloseTo(20, CENT);
  }

  @Test
  void firstStepsThatAreSlowAreNoReasonToTellSomebody() {
    run.attempt(RunState.RUNNING, training(60), step(100, 5, SPEED / 10));
    assertThat(usd(100)).isCloseTo(10, CENT);
  }

  @Test
  void anEvaluationOnTheWayDoesNotMakeItLookDearer() {
    run.attempt(RunState.RUNNING, training(0), step(1800, 500, SPEED / 5));
    assertThat(usd(1800)).isCloseTo(10, CENT);
  }

  @Test
  void ofATrainerThatTellsNothingItRisesOnlyWhenItsTimeIsOver() {
    run.attempt(RunState.RUNNING, alive(0));
    assertThat(usd(1800)).as("half of its time is over").isCloseTo(10, CENT);
    assertThat(usd(7200)).as("twice its time is over").isCloseTo(20, CENT);
  }

  @Test
  void whatAnEarlierAttemptDidForNothingIsPaidTwice() {
    run.attempt(RunState.LOST, step(1800, 500, SPEED), alive(1800));
    run.attempt(RunState.RUNNING, resumed(100), alive(0));
    assertThat(usd(0)).isCloseTo(5 + 9, CENT);
  }

  @Test
  void aRunThatWaitsForItsNextAttemptGoesOnWhereTheLastEnded() {
    run.attempt(RunState.INTERRUPTED, step(1800, 500, SPEED), alive(1800));
    assertThat(new LiveForecast(run.view(RunState.PENDING, 9000)).usd().orElseThrow())
        .isCloseTo(10, CENT);
  }

  @Test
  void ofARunThatIsOverThereIsNone() {
    run.attempt(RunState.FINISHED, step(3600, 1000, SPEED));
    assertThat(new LiveForecast(run.view(RunState.FINISHED, 3600)).usd()).isEmpty();
  }
}
