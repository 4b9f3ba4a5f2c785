package dev.tuneplan.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AheadTest {
  private final List<Integer> taken = new ArrayList<>();

  @Test
  void takesEveryPartInOrder() {
    Ahead.each(
        IntStream.range(0, 100).mapToObj(i -> (Supplier<Integer>) () -> i).toList(), taken::add);
    assertThat(taken).isEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void readsTheNextWhileOneIsTaken() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(1);
    Supplier<Integer> last =
        () -> {
          second.countDown();
          return 2;
        };
    Ahead.each(
        List.of(() -> 1, last),
        part -> {
          try {
            second.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          taken.add(part);
        });
    assertThat(taken).containsExactly(1, 2);
  }

  @Test
  void faultOfReadingComesThroughBehindWhatWasReadBefore() {
    LedgerFault fault = new LedgerFault("the ledger l.db is damaged");
    Supplier<Integer> torn =
        () -> {
          throw fault;
        };
    assertThatThrownBy(() -> Ahead.each(List.of(() -> 1, torn, () -> 3), taken::add))
        .isSameAs(fault);
    assertThat(taken).containsExactly(1);
  }

  @Test
  void faultOfTakingEndsIt() {
    assertThatThrownBy(() ->
            Ahead.each(
                List.of(() -> 1, () -> 2),
                part -> {
                  throw new IllegalArgumentException("no room for " + part);
                }))
        .hasMessage("no room for 1");
  }
}
