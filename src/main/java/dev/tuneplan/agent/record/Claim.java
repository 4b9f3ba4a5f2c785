package dev.tuneplan.agent.record;

import dev.tuneplan.files.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Whose an attempt is. The first to claim one has it for ever: a wrapper that comes late, after a
 * launch gave its attempt up, finds it taken and does nothing.
 */
public final class Claim {
  private static final String FILE = "owner.json";

  private Claim() {}

  /**
   * Takes an attempt.
   *
   * @return whether nobody had it
   */
  public static boolean take(Path attempt, ProcessMark owner) throws IOException {
    Path part = attempt.resolve("." + UUID.randomUUID() + ".part");
    byte[] text = (JsonText.of(owner.tree()) + "\n").getBytes(StandardCharsets.UTF_8);
    write(part, text);
    try {
      return linked(part, attempt.resolve(FILE), text);
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** A link is made whole or not at all, and never over something that is there. */
  private static boolean linked(Path part, Path file, byte[] text) throws IOException {
    try {
      Files.createLink(file, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      // a volume without links, as buckets and CIFS are: still never over something that is there
      write(file, text);
    }
    return true;
  }

  private static void write(Path file, byte[] text) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  /** Who has an attempt; nobody, for ever, when the machine died while it was claimed. */
  public static Optional<ProcessMark> owner(Path attempt) throws IOException {
    try {
      Object tree = PythonJson.read(Files.readString(attempt.resolve(FILE)));
      return Optional.of(
          Optional.ofNullable(tree).flatMap(ProcessMark::parse).orElse(ProcessMark.NOBODY));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
