package dev.tuneplan.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Hugging Face's native library as DJL ships it: unpacked once, and silent. */
final class NativeTokenizers {
  private NativeTokenizers() {}

  /**
   * The library, loaded on first use.
   *
   * @param folder where it is unpacked; one that the user set for DJL wins. If nothing can be
   *     written there, it is unpacked for this run alone
   */
  static synchronized TokenizersLibrary library(Path folder) {
    // DJL asks a cloud's metadata service where it runs and reports home if that answers, unless
    // told not to before its classes are read (ai.djl.util.Ec2Utils, djl 0.38)
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    if (System.getProperty("DJL_CACHE_DIR") != null || System.getenv("DJL_CACHE_DIR") != null) {
      LibUtils.checkStatus();
    } else if (writable(folder)) {
      load(folder);
    } else {
      once();
    }
    return TokenizersLibrary.LIB;
  }

  private static void load(Path folder) {
    System.setProperty("DJL_CACHE_DIR", folder.toString());
    LibUtils.checkStatus();
  }

  private static boolean writable(Path folder) {
    try {
      return Files.isWritable(Files.createDirectories(folder));
    } catch (IOException e) {
      return false;
    }
  }

  /** A library that is loaded needs its file no more, but on Windows, where it stays. */
  private static void once() {
    try {
      Path folder = Files.createTempDirectory("tuneplan-natives");
      load(folder);
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
