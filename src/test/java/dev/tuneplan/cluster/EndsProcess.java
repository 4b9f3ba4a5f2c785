package dev.tuneplan.cluster;

import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.kube.ends.End;
import dev.tuneplan.kube.ends.RunEnds;
import dev.tuneplan.kube.ends.RunRef;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process that follows the runs of a namespace, KUBECONFIG NAMESPACE: prints a line for each
 * thing that it is told, and for each line that it reads what memory it takes. Ends at the input's
 * end.
 */
final class EndsProcess implements RunEnds.Listener {
  private EndsProcess() {}

  public static void main(String[] args) throws IOException {
    ClusterConfig config = new ClusterConfig(List.of(Path.of(args[0])), Optional.empty());
    try (RunEnds _ =
        RunEnds.follow(config.connect().api(), Optional.of(args[1]), new EndsProcess())) {
      for (int b = System.in.read(); b >= 0; b = System.in.read()) {
        if (b == '\n') {
          System.out.println("memory " + memory());
        }
      }
    }
  }

  /** What the heap held at most, garbage included; what it holds; what the process took at most. */
  private static String memory() throws IOException {
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(p -> p.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(u -> u.getUsed())
            .sum();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long resident =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(l -> l.startsWith("VmHWM:"))
            .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow();
    return "heap %d of %d MiB at most, %d MiB live; resident %d MiB at most"
        .formatted(
            peak >> 20,
            runtime.maxMemory() >> 20,
            (runtime.totalMemory() - runtime.freeMemory()) >> 20,
            resident >> 10);
  }

  @Override
  public void live(RunRef run) {
    System.out.println("live " + run.uid());
  }

  @Override
  public void earlier(End end) {
    System.out.println("earlier " + end.run().uid());
  }

  @Override
  public void ended(End end) {
    System.out.println("ended " + end.run().uid() + " " + end.how() + " " + end.why());
  }

  @Override
  public void trouble(String sentence) {
    System.out.println("trouble " + sentence);
  }
}
