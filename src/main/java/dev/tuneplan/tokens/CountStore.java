package dev.tuneplan.tokens;

import dev.tuneplan.files.Hash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Counts of earlier runs, by content. What cannot be read, or is not whole, counts as absent; what
 * cannot be written is counted again next time. No text of examples is kept, but for the words that
 * the reasons of unusable rows quote.
 */
public final class CountStore {
  /** Changes whenever what is kept, or how it is counted, changes. */
  private static final String VERSION = "2";

  /** Counts of ten million examples take about 40 MiB. */
  private static final long MOST_BYTES = 1L << 30;

  private final Optional<Path> folder;

  private CountStore(Optional<Path> folder) {
    this.folder = folder;
  }

  /** Keeps counts in a folder that may not be there yet. */
  public static CountStore in(Path folder) {
    return new CountStore(Optional.of(folder.resolve("v" + VERSION)));
  }

  /** Keeps nothing. */
  public static CountStore none() {
    return new CountStore(Optional.empty());
  }

  /** Writes a value into a stream. */
  interface Writer {
    void to(DataOutputStream out) throws IOException;
  }

  /** Reads what a {@link Writer} wrote. */
  interface Reader<T> {
    T from(DataInputStream in) throws IOException;
  }

  Optional<String> text(String key) {
    return find(key, in -> in.readUTF());
  }

  void keep(String key, String text) {
    keep(key, out -> out.writeUTF(text));
  }

  <T> Optional<T> find(String key, Reader<T> reader) {
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Path file = folder.get().resolve(key);
    try {
      byte[] bytes = Files.readAllBytes(file);
      int end = bytes.length - Long.BYTES;
      if (end < 0 || ByteBuffer.wrap(bytes, end, Long.BYTES).getLong() != sum(bytes, end)) {
        return Optional.empty();
      }
      touch(file);
      return Optional.of(reader.from(new DataInputStream(new ByteArrayInputStream(bytes, 0, end))));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Notes that it was used; a folder that others keep cannot be written to, and is read still. */
  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // then its owner takes it away sooner
    }
  }

  void keep(String key, Writer writer) {
    if (folder.isEmpty()) {
      return;
    }
    try {
      ByteArrayOutputStream buffer = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(buffer);
      writer.to(out);
      byte[] bytes = buffer.toByteArray();
      out.writeLong(sum(bytes, bytes.length));
      Path made = folder(folder.get());
      Path part = Files.createTempFile(made, "counts", ".part");
      Files.write(part, buffer.toByteArray());
      Files.move(
          part,
          made.resolve(key),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
      prune(made);
    } catch (IOException e) {
      // a full disk or a read-only home costs the next run its time, not this one its result
    }
  }

  /** Only its owner may look into it: lengths and places of examples say something of the data. */
  private static Path folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
    }
    return folder;
  }

  private static long sum(byte[] bytes, int end) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, end);
    return crc.getValue();
  }

  /** Takes away what was not used for longest when there is too much. */
  private static void prune(Path folder) throws IOException {
    record Kept(Path path, long bytes, FileTime used) {}
    List<Kept> kept;
    try (Stream<Path> files = Files.list(folder)) {
      kept =
          files
              .map(Path::toFile)
              .map(f -> new Kept(f.toPath(), f.length(), FileTime.fromMillis(f.lastModified())))
              .sorted(Comparator.comparing(Kept::used))
              .toList();
    }
    long bytes = kept.stream().mapToLong(Kept::bytes).sum();
    for (Kept k : kept) {
      if (bytes <= MOST_BYTES) {
        return;
      }
      Files.deleteIfExists(k.path());
      bytes -= k.bytes();
    }
  }

  /** Whole numbers, most of them small, one after the other. */
  static void write(DataOutputStream out, int[] numbers) throws IOException {
    out.writeInt(numbers.length);
    for (int n : numbers) {
      // zigzag, then seven bits a byte
      int rest = n << 1 ^ n >> 31;
      while ((rest & ~0x7F) != 0) {
        out.writeByte(rest & 0x7F | 0x80);
        rest >>>= 7;
      }
      out.writeByte(rest);
    }
  }

  static int[] read(DataInputStream in) throws IOException {
    int size = in.readInt();
    // every number has a byte: a damaged size asks for no more memory than there is file
    if (size < 0 || size > in.available()) {
      throw new IOException("damaged");
    }
    int[] numbers = new int[size];
    for (int i = 0; i < size; i++) {
      int value = 0;
      int b;
      int shift = 0;
      do {
        b = in.readUnsignedByte();
        value |= (b & 0x7F) << shift;
        shift += 7;
      } while ((b & 0x80) != 0);
      numbers[i] = value >>> 1 ^ -(value & 1);
    }
    return numbers;
  }

  /** A name for what a count depends on. */
  static String key(String kind, List<String> parts) {
    Hash hash = new Hash();
    parts.forEach(p -> hash.add(kind, p));
    return kind + "-" + hash.hex();
  }
}
