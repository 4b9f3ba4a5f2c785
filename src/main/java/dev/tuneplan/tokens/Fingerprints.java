package dev.tuneplan.tokens;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Names files by their content. Reading gigabytes again to find that nothing has changed is spared
 * as git spares it: a file of the same path, size and time of change as when it was read is taken
 * for the same, unless it had just been written then, since another write in the same tick of the
 * clock would not show.
 */
final class Fingerprints {
  /** Clocks of file systems tick in up to two seconds. */
  private static final long JUST_WRITTEN_NANOS = 2_000_000_000L;

  private final CountStore store;

  Fingerprints(CountStore store) {
    this.store = store;
  }

  /** The name of several files' contents in this order. */
  String of(List<Path> files, LongConsumer bytesRead) {
    Hash all = new Hash();
    for (Path file : files) {
      all.add("file", content(file, bytesRead));
    }
    return all.hex();
  }

  private String content(Path file, LongConsumer bytesRead) {
    try {
      BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
      String state =
          new Hash()
              .add("path", file.toRealPath().toString())
              .add("size", Long.toString(before.size()))
              .add("changed", before.lastModifiedTime().toInstant().toString())
              .add("file", String.valueOf(before.fileKey()))
              .hex();
      Optional<String> known = store.text("seen-" + state);
      if (known.isPresent()) {
        bytesRead.accept(before.size());
        return known.get();
      }
      long start = System.currentTimeMillis();
      String hash = sha256(file, bytesRead);
      BasicFileAttributes after = Files.readAttributes(file, BasicFileAttributes.class);
      long age =
          start * 1_000_000L
              - after.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS);
      if (age > JUST_WRITTEN_NANOS
          && after.size() == before.size()
          && after.lastModifiedTime().equals(before.lastModifiedTime())) {
        store.keep("seen-" + state, hash);
      }
      return hash;
    } catch (IOException e) {
      throw new InvalidInput(Place.of(file.toString()), "", "cannot be read: " + e.getMessage());
    }
  }

  private static String sha256(Path file, LongConsumer bytesRead) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        bytesRead.accept(n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
