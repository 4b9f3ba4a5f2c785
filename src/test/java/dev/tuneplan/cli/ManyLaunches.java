package dev.tuneplan.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** A process that launches one plan many times at once; its exit code is 0 when each is. */
final class ManyLaunches {
  private ManyLaunches() {}

  public static void main(String[] args) throws Exception {
    int times = Integer.parseInt(args[0]);
    boolean well = true;
    try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
      Callable<Integer> launch =
          () -> Launched.run("launch", args[1], "--target", "local", "--yes", "--detach").code();
      List<Future<Integer>> all =
          threads.invokeAll(IntStream.range(0, times).mapToObj(i -> launch).toList());
      for (Future<Integer> one : all) {
        well &= one.get() == 0;
      }
    }
    System.exit(well ? 0 : 1);
  }
}
