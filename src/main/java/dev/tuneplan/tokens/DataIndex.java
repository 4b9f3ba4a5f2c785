package dev.tuneplan.tokens;

import dev.tuneplan.dataset.Layout;
import dev.tuneplan.dataset.Position;
import dev.tuneplan.dataset.check.Finding;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one pass over the data says of it, whatever the tokenizer.
 *
 * @param layout what its fields mean
 * @param bad rows that cannot be used, ≥ 0
 * @param firstBad places and reasons of the first of them
 * @param strata its examples by size
 * @param findings what the checks found
 */
public record DataIndex(
    Layout layout, long bad, List<RowNote> firstBad, List<Stratum> strata, List<Finding> findings) {
  public DataIndex {
    firstBad = List.copyOf(firstBad);
    strata = List.copyOf(strata);
    findings = List.copyOf(findings);
  }

  /** Examples that can be used. */
  public long examples() {
    return strata.stream().mapToLong(Stratum::examples).sum();
  }

  /** The size of all of them. */
  public long size() {
    return strata.stream().mapToLong(Stratum::size).sum();
  }

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(layout.name());
    out.writeLong(bad);
    RowNote.write(firstBad, out);
    out.writeInt(strata.size());
    for (Stratum s : strata) {
      out.writeLong(s.examples());
      out.writeLong(s.size());
      out.writeInt(s.drawn().size());
      for (Stratum.Drawn d : s.drawn()) {
        out.writeInt(d.file());
        out.writeLong(d.row());
        out.writeLong(d.offset());
        out.writeLong(d.size());
      }
    }
    out.writeInt(findings.size());
    for (Finding f : findings) {
      out.writeUTF(f.check());
      out.writeLong(f.count());
      out.writeUTF(f.words());
      RowNote.write(f.first().stream().map(at -> RowNote.of(at, "")).toList(), out);
    }
  }

  static DataIndex read(DataInputStream in) throws IOException {
    Layout layout = Layout.valueOf(in.readUTF());
    long bad = in.readLong();
    List<RowNote> first = RowNote.readAll(in);
    List<Stratum> strata = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      long examples = in.readLong();
      long size = in.readLong();
      List<Stratum.Drawn> drawn = new ArrayList<>();
      for (int d = in.readInt(); d > 0; d--) {
        drawn.add(new Stratum.Drawn(in.readInt(), in.readLong(), in.readLong(), in.readLong()));
      }
      strata.add(new Stratum(examples, size, drawn));
    }
    List<Finding> findings = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      String check = in.readUTF();
      long count = in.readLong();
      String words = in.readUTF();
      List<Position> rows = RowNote.readAll(in).stream().map(RowNote::at).toList();
      findings.add(new Finding(check, count, rows, words));
    }
    return new DataIndex(layout, bad, first, strata, findings);
  }
}
