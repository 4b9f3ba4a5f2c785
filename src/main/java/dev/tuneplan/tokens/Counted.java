package dev.tuneplan.tokens;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Data whose tokens were counted, all of them or a sample.
 *
 * @param lengths tokens of examples, before truncation
 * @param real tokens of all examples together
 * @param loss those of them that carry loss, of examples where that can be told
 * @param lossUnknown examples where it cannot, ≥ 0
 * @param longest some of the longest examples, the longest first
 * @param added tokens that the trainer puts around each example, which are in none of the counts
 * @param refused examples that the chat template does not render, ≥ 0
 * @param firstRefused places and reasons of the first of them
 */
public record Counted(
    Lengths lengths,
    Total real,
    Total loss,
    double lossUnknown,
    List<Longest.Example> longest,
    int added,
    long refused,
    List<RowNote> firstRefused) {
  public Counted {
    longest = List.copyOf(longest);
    firstRefused = List.copyOf(firstRefused);
  }

  /** Every example counted. */
  static Counted exactly(
      Lengths lengths,
      List<Longest.Example> longest,
      int added,
      long refused,
      List<RowNote> firstRefused) {
    double real = 0;
    double loss = 0;
    long unknown = 0;
    for (int i = 0; i < lengths.counted(); i++) {
      real += lengths.tokens(i);
      if (lengths.loss(i) == ExampleTokens.Counted.UNKNOWN) {
        unknown++;
      } else {
        loss += lengths.loss(i);
      }
    }
    return new Counted(
        lengths,
        Total.exactly(real),
        Total.exactly(loss),
        unknown,
        longest,
        added,
        refused,
        firstRefused);
  }

  /** Places of the longest examples that are longer than so many tokens, at most ten. */
  public List<String> longerThan(int tokens) {
    return longest.stream()
        .filter(e -> e.tokens() + added > tokens)
        .map(e -> e.at().file() + ":" + e.at().row())
        .toList();
  }

  /** Whether every example was counted. */
  public boolean exact() {
    return lengths.exact();
  }

  void write(DataOutputStream out) throws IOException {
    int n = lengths.counted();
    int[] tokens = new int[n];
    int[] loss = new int[n];
    for (int i = 0; i < n; i++) {
      tokens[i] = lengths.tokens(i);
      loss[i] = lengths.loss(i);
    }
    CountStore.write(out, tokens);
    CountStore.write(out, loss);
    out.writeBoolean(exact());
    for (int i = 0; i < n && !exact(); i++) {
      out.writeDouble(lengths.weight(i));
    }
    for (Total t : List.of(real, this.loss)) {
      out.writeDouble(t.tokens());
      out.writeDouble(t.low());
      out.writeDouble(t.high());
    }
    out.writeDouble(lossUnknown);
    RowNote.write(longest.stream().map(Longest.Example::at).toList(), out);
    CountStore.write(out, longest.stream().mapToInt(Longest.Example::tokens).toArray());
    out.writeInt(added);
    out.writeLong(refused);
    RowNote.write(firstRefused, out);
  }

  static Counted read(DataInputStream in) throws IOException {
    int[] tokens = CountStore.read(in);
    int[] loss = CountStore.read(in);
    boolean exact = in.readBoolean();
    double[] weights = new double[exact ? 0 : tokens.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = in.readDouble();
    }
    Total real = new Total(in.readDouble(), in.readDouble(), in.readDouble());
    Total carried = new Total(in.readDouble(), in.readDouble(), in.readDouble());
    double unknown = in.readDouble();
    List<RowNote> rows = RowNote.readAll(in);
    int[] lengths = CountStore.read(in);
    List<Longest.Example> longest = new ArrayList<>();
    for (int i = 0; i < rows.size() && i < lengths.length; i++) {
      longest.add(new Longest.Example(rows.get(i), lengths[i]));
    }
    int added = in.readInt();
    long refused = in.readLong();
    List<RowNote> first = RowNote.readAll(in);
    return new Counted(
        exact ? Lengths.exact(tokens, loss) : Lengths.sampled(tokens, loss, weights),
        real,
        carried,
        unknown,
        longest,
        added,
        refused,
        first);
  }
}
