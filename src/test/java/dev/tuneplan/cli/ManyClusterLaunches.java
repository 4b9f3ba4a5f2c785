package dev.tuneplan.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A process that runs one line of tuneplan many times at once: COUNT WORDS... */
public final class ManyClusterLaunches {
  private ManyClusterLaunches() {}

  /** Prints what all said; ends with the highest of their codes. */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    String[] words = Arrays.copyOfRange(args, 1, args.length);
    int worst = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<Future<Integer>> codes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        codes.add(
            threads.submit(() -> {
              StringWriter out = new StringWriter();
              PrintWriter both = new PrintWriter(out, true);
              int code = Main.run(both, both, words);
              System.out.println(out);
              return code;
            }));
      }
      for (Future<Integer> code : codes) {
        worst = Math.max(worst, code.get());
      }
    }
    System.exit(worst);
  }
}
