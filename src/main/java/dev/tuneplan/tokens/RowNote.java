package dev.tuneplan.tokens;

import dev.tuneplan.dataset.Position;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A row that cannot be used.
 *
 * @param file as messages show it
 * @param row from 1
 * @param reason in words that a user understands
 */
public record RowNote(String file, long row, String reason) {
  /** A text of DataOutput has at most 65,535 bytes. */
  private static final int LONGEST = 10_000;

  static RowNote of(Position at, String reason) {
    return new RowNote(
        at.path(),
        at.row(),
        reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + " ...");
  }

  /** Where it stands; which of several files it is in is told by the path alone. */
  Position at() {
    return new Position(0, file, row, OptionalLong.empty());
  }

  static void write(List<RowNote> notes, DataOutputStream out) throws IOException {
    out.writeInt(notes.size());
    for (RowNote n : notes) {
      out.writeUTF(n.file);
      out.writeLong(n.row);
      out.writeUTF(n.reason);
    }
  }

  static List<RowNote> readAll(DataInputStream in) throws IOException {
    List<RowNote> notes = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      notes.add(new RowNote(in.readUTF(), in.readLong(), in.readUTF()));
    }
    return notes;
  }

  @Override
  public String toString() {
    return file + ":" + row + " " + reason;
  }
}
