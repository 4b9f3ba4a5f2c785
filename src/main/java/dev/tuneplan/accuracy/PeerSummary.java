package dev.tuneplan.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A tool's errors beside ours, on exactly the rows that it has an answer for.
 *
 * @param peer whose formula
 * @param what memory or speed
 * @param theirs the tool's errors
 * @param ours on the same rows
 */
public record PeerSummary(Peer peer, String what, Summary theirs, Summary ours) {
  private static final double GIB = 1L << 30;

  /** Every tool that has answers for some row. */
  public static List<PeerSummary> of(List<Row> rows) {
    List<PeerSummary> all = new ArrayList<>();
    for (Peer peer : Peer.values()) {
      for (String what : List.of("memory", "speed")) {
        PeerSummary s = of(peer, what, rows);
        if (s.theirs().n() > 0) {
          all.add(s);
        }
      }
    }
    return all;
  }

  private static PeerSummary of(Peer peer, String what, List<Row> rows) {
    List<Double> theirs = new ArrayList<>();
    List<Score> ours = new ArrayList<>();
    for (Row r : rows) {
      Peer.Answer answer = r.peers().get(peer);
      if (answer == null) {
        continue;
      }
      boolean memory = what.equals("memory");
      OptionalDouble says = memory ? answer.memoryBytes() : answer.tokensPerSecondPerGpu();
      (memory ? r.memory() : r.speed())
          .filter(s -> says.isPresent())
          .ifPresent(s -> {
            double value = says.getAsDouble() / (memory ? GIB : 1);
            theirs.add(100 * (value / s.actual() - 1));
            ours.add(s);
          });
    }
    return new PeerSummary(
        peer,
        what,
        Summary.of(theirs.stream().mapToDouble(Double::doubleValue).toArray(), 0),
        Summary.of(ours));
  }
}
