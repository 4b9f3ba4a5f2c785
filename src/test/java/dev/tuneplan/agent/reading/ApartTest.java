package dev.tuneplan.agent.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.agent.nvml.FakeNvml;
import dev.tuneplan.agent.record.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ApartTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir private Path folder;

  /** Answers when it is let. */
  private static final class Slow implements Source {
    private final CountDownLatch opens = new CountDownLatch(1);
    private final CountDownLatch reads = new CountDownLatch(1);

    @Override
    public Inventory open() {
      await(opens);
      return new Inventory(List.of(), "slow");
    }

    @Override
    public List<Reading> read() {
      await(reads);
      return List.of(new Reading("a", Moment.now(), Map.of(), Map.of(), List.of()));
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void isSilentUntilItIsOpenAndWaitedForNoMore() throws InterruptedException {
    Slow slow = new Slow();
    try (Apart apart = Apart.start("slow", slow)) {
      assertThat(apart.ask(SHORT)).isInstanceOf(Apart.Silent.class);
      // with patience for a minute: it is late already
      assertThat(apart.ask(LONG)).isInstanceOf(Apart.Silent.class);
      slow.opens.countDown();
      assertThat(until(apart)).isEqualTo(new Apart.Opened(new Source.Inventory(List.of(), "slow")));
      assertThat(apart.ask(SHORT)).isInstanceOf(Apart.Silent.class);
      assertThat(apart.ask(LONG)).isInstanceOf(Apart.Silent.class);
      slow.reads.countDown();
      assertThat(until(apart)).isInstanceOf(Apart.Read.class);
      assertThat(apart.ask(LONG)).isInstanceOf(Apart.Read.class);
    }
  }

  @Test
  void aFaultOfASourceIsAnAnswer() throws InterruptedException {
    Source broken =
        new Source() {
          @Override
          public Inventory open() {
            throw new IllegalStateException("a bug");
          }

          @Override
          public List<Reading> read() {
            return List.of();
          }
        };
    try (Apart apart = Apart.start("broken", broken)) {
      assertThat(until(apart))
          .isEqualTo(new Apart.Broken("java.lang.IllegalStateException: a bug"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"power", "energy", "used"})
  void aDriverThatHangsIsSilentUntilItAnswers(String field) throws InterruptedException {
    FakeNvml fake = new FakeNvml(folder).plays("gpus 1");
    try (Apart apart = Apart.start("gpu", fake.source())) {
      assertThat(until(apart)).isInstanceOf(Apart.Opened.class);
      assertThat(apart.ask(LONG)).isInstanceOf(Apart.Read.class);
      fake.plays("gpus 1", "gpu 0 hangs " + field);
      assertThat(apart.ask(SHORT)).isInstanceOf(Apart.Silent.class);
      assertThat(((Apart.Silent) apart.ask(LONG)).since()).isGreaterThan(SHORT);
      fake.plays("gpus 1");
      assertThat(until(apart)).isInstanceOf(Apart.Read.class);
    }
  }

  @Test
  void aDriverThatHangsWhenItBeginsIsSilent() throws InterruptedException {
    FakeNvml fake = new FakeNvml(folder).plays("gpus 1", "hang init");
    try (Apart apart = Apart.start("gpu", fake.source())) {
      assertThat(apart.ask(SHORT)).isInstanceOf(Apart.Silent.class);
      fake.plays("gpus 1");
      assertThat(until(apart)).isInstanceOf(Apart.Opened.class);
    }
  }

  private static Apart.Said until(Apart apart) throws InterruptedException {
    Apart.Said said = apart.ask(SHORT);
    while (said instanceof Apart.Silent) {
      Thread.onSpinWait();
      said = apart.ask(SHORT);
    }
    return said;
  }
}
