package dev.tuneplan.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A process that launches many times at once, COUNT WORDS...: prints what each said; its exit code
 * is 0 when each is.
 */
final class ManyLaunches {
  private ManyLaunches() {}

  public static void main(String[] args) throws Exception {
    int times = Integer.parseInt(args[0]);
    String[] words = Stream.of(args).skip(1).toArray(String[]::new);
    boolean well = true;
    try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
      Callable<Launched.Said> launch = () -> Launched.run(words);
      List<Future<Launched.Said>> all =
          threads.invokeAll(IntStream.range(0, times).mapToObj(i -> launch).toList());
      for (Future<Launched.Said> one : all) {
        System.out.println(one.get().text());
        well &= one.get().code() == 0;
      }
    }
    System.exit(well ? 0 : 1);
  }
}
