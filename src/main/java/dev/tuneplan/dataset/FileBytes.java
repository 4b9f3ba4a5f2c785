package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** The bytes of a file, unpacked, without the mark that some editors put before UTF-8. */
final class FileBytes implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;
  private final DataFile file;
  private final Counted counted;
  private final InputStream in;
  private final int mark;

  private FileBytes(DataFile file, Counted counted, InputStream in, int mark) {
    this.file = file;
    this.counted = counted;
    this.in = in;
    this.mark = mark;
  }

  static FileBytes open(DataFile file) {
    try {
      Counted counted = new Counted(Files.newInputStream(file.path()));
      InputStream in = unpack(counted, file.compression());
      byte[] head = in.readNBytes(4);
      refuseUtf16(file, head);
      int mark = Compression.startsWith(head, 0xef, 0xbb, 0xbf) ? 3 : 0;
      return new FileBytes(file, counted, new Prefixed(head, mark, in), mark);
    } catch (IOException e) {
      throw fault(file, 1, e);
    }
  }

  /** The first bytes after unpacking. */
  static byte[] head(Path path, Compression compression, int bytes) throws IOException {
    try (InputStream in = unpack(new Counted(Files.newInputStream(path)), compression)) {
      return in.readNBytes(bytes);
    }
  }

  private static InputStream unpack(Counted in, Compression compression) throws IOException {
    return switch (compression) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
      case ZSTD -> ZstdBytes.unpack(in);
    };
  }

  private static void refuseUtf16(DataFile file, byte[] head) {
    boolean marked =
        Compression.startsWith(head, 0xff, 0xfe) || Compression.startsWith(head, 0xfe, 0xff);
    boolean zeros =
        head.length == 4
            && ((head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0)
                || (head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0));
    if (marked || zeros) {
      throw new InvalidInput(
          Place.of(file.name()),
          "",
          "is UTF-16 text; trainers read UTF-8: iconv -f UTF-16 -t UTF-8 "
              + file.name()
              + " > utf8."
              + file.format().name().toLowerCase(Locale.ROOT));
    }
  }

  /** The bytes; reading them may fail with what {@link #fault} explains. */
  InputStream in() {
    return in;
  }

  /** How many bytes of a mark were left out at the beginning. */
  int mark() {
    return mark;
  }

  /** Bytes read from the disk so far. */
  long read() {
    return counted.count;
  }

  /** Refuses a file that grew or shrank while it was read. */
  void refuseChanged() {
    try {
      long now = Files.size(file.path());
      if (now != file.bytes()) {
        throw new InvalidInput(
            Place.of(file.name()),
            "",
            String.format(
                Locale.ROOT,
                "changed while it was read: it had %,d bytes and has %,d; wait until it is written",
                file.bytes(),
                now));
      }
    } catch (IOException e) {
      throw fault(file, 0, e);
    }
  }

  /**
   * What went wrong in reading, in words.
   *
   * @param line up to which the rows were whole, plus one; 0 when unknown
   */
  static InvalidInput fault(DataFile file, long line, IOException e) {
    Place place =
        line == 0
            ? Place.of(file.name())
            : new Place(file.name(), (int) Math.min(line, Integer.MAX_VALUE), 1);
    String packed = file.compression().name().toLowerCase(Locale.ROOT);
    if (file.compression() == Compression.NONE) {
      return new InvalidInput(place, "", "cannot be read: " + why(e));
    }
    boolean cut =
        e instanceof EOFException || String.valueOf(e.getMessage()).contains("runcated source");
    String where = line == 0 ? "" : ", in line " + String.format(Locale.ROOT, "%,d", line);
    return new InvalidInput(
        place,
        "",
        cut
            ? "the "
                + packed
                + " data ends too early"
                + where
                + "; the file is not whole: fetch or"
                + " pack it again"
            : "the "
                + packed
                + " data is damaged"
                + where
                + " ("
                + why(e)
                + "); fetch or pack it"
                + " again");
  }

  static String why(IOException e) {
    String message = e.getMessage();
    return e.getClass() == IOException.class && message != null
        ? message
        : message == null
            ? e.getClass().getSimpleName()
            : message + " (" + e.getClass().getSimpleName() + ")";
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw fault(file, 0, e);
    }
  }

  /** Counts what is read from the disk. */
  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] to, int at, int length) throws IOException {
      int n = super.read(to, at, length);
      count += Math.max(0, n);
      return n;
    }
  }

  /** Gives back the first bytes, which were looked at, before the rest. */
  private static final class Prefixed extends FilterInputStream {
    private final byte[] head;
    private int at;

    Prefixed(byte[] head, int at, InputStream rest) {
      super(rest);
      this.head = head;
      this.at = at;
    }

    @Override
    public int read() throws IOException {
      return at < head.length ? head[at++] & 0xff : super.read();
    }

    @Override
    public int read(byte[] to, int start, int length) throws IOException {
      if (at < head.length && length > 0) {
        int n = Math.min(length, head.length - at);
        System.arraycopy(head, at, to, start, n);
        at += n;
        return n;
      }
      return super.read(to, start, length);
    }
  }
}
