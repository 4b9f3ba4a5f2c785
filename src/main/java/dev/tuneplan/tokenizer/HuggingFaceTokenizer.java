package dev.tuneplan.tokenizer;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.JsonFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tokenizer.json} read by Hugging Face's own library, through the calls beneath DJL's
 * wrapper: those neither truncate nor build lists of tokens and offsets that nobody reads.
 */
public final class HuggingFaceTokenizer implements Tokenizer {
  private final String name;
  private final long handle;
  private final TokenizersLibrary library;
  // counting shares, closing excludes: the library would read freed memory
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private HuggingFaceTokenizer(String name, long handle, TokenizersLibrary library) {
    this.name = name;
    this.handle = handle;
    this.library = library;
  }

  /**
   * Reads a file; what is none of the library's tokenizers is {@link InvalidInput}.
   *
   * @param natives folder into which the library is unpacked once
   */
  public static HuggingFaceTokenizer read(Path file, Path natives) {
    byte[] bytes = JsonFiles.bytes(file);
    TokenizersLibrary library = NativeTokenizers.library(natives);
    try {
      long handle = library.createTokenizerFromString(new String(bytes, StandardCharsets.UTF_8));
      library.disablePadding(handle);
      library.disableTruncation(handle);
      return new HuggingFaceTokenizer(file.toString(), handle, library);
    } catch (RuntimeException e) {
      throw new InvalidInput(
          Place.of(file.toString()),
          "",
          "is no tokenizer.json that Hugging Face's tokenizers can read: " + reason(bytes, e));
    }
  }

  /** The library speaks of "untagged enums"; what such a file usually is says more. */
  private static String reason(byte[] bytes, RuntimeException e) {
    String start =
        new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.UTF_8).strip();
    String said = String.valueOf(e.getMessage()).strip();
    if (bytes.length == 0) {
      return "it is empty";
    }
    if (start.startsWith("version https://git-lfs")) {
      return "it is a pointer of Git LFS; fetch the file itself with 'git lfs pull'";
    }
    if (start.startsWith("<")) {
      return "it begins like a web page (" + said + ")";
    }
    return start.startsWith("{")
        ? said + "; a tokenizer_config.json or a config.json is not one"
        : said;
  }

  @Override
  public int count(String text) {
    return text.isEmpty() ? 0 : encoded(text, library::getTokenIds).length;
  }

  @Override
  public Count count(String text, List<Stretch> stretches) {
    if (text.isEmpty()) {
      return new Count(0, 0);
    }
    if (stretches.isEmpty()) {
      return new Count(count(text), 0);
    }
    Touching touching = new Touching(Touching.inCodePoints(text, stretches));
    for (@Nullable CharSpan span : encoded(text, library::getTokenCharSpans)) {
      if (span == null) {
        touching.tokenWithoutText();
      } else {
        touching.token(span.getStart(), span.getEnd());
      }
    }
    return touching.count();
  }

  @Override
  public int added() {
    return encoded("a", true, library::getTokenIds).length - count("a");
  }

  @Override
  public Count continued(String before, String whole) {
    return Touching.continued(ids(before), ids(whole));
  }

  /** Ids of a text's tokens. */
  public int[] ids(String text) {
    long[] ids = text.isEmpty() ? new long[0] : encoded(text, library::getTokenIds);
    int[] small = new int[ids.length];
    for (int i = 0; i < small.length; i++) {
      small[i] = (int) ids[i];
    }
    return small;
  }

  private interface Reading<T> {
    T of(long encoding);
  }

  private <T> T encoded(String text, Reading<T> reading) {
    return encoded(text, false, reading);
  }

  private <T> T encoded(String text, boolean special, Reading<T> reading) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the tokenizer " + name + " is closed");
      }
      long encoding = library.encode(handle, WholeText.of(text), special);
      try {
        return reading.of(encoding);
      } finally {
        library.deleteEncoding(encoding);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        library.deleteTokenizer(handle);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
