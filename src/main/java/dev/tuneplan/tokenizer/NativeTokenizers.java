package dev.tuneplan.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.nio.file.Path;

/** Hugging Face's native library as DJL ships it: unpacked once, and silent. */
final class NativeTokenizers {
  private NativeTokenizers() {}

  /**
   * The library, loaded on first use.
   *
   * @param folder where it is unpacked; one that the user set for DJL wins
   */
  static synchronized TokenizersLibrary library(Path folder) {
    // DJL asks a cloud's metadata service where it runs and reports home if that answers, unless
    // told not to before its classes are read (ai.djl.util.Ec2Utils, djl 0.38)
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    if (System.getProperty("DJL_CACHE_DIR") == null && System.getenv("DJL_CACHE_DIR") == null) {
      System.setProperty("DJL_CACHE_DIR", folder.toString());
    }
    LibUtils.checkStatus();
    return TokenizersLibrary.LIB;
  }
}
