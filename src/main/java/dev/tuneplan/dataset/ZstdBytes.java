package dev.tuneplan.dataset;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/** Unpacks zstd; a class of its own, so that the library is loaded for such files only. */
final class ZstdBytes {
  /** The largest window that the format allows, as {@code zstd --long=31} makes. */
  private static final int LARGEST_WINDOW_LOG = 31;

  private ZstdBytes() {}

  static InputStream unpack(InputStream in) throws IOException {
    return new ZstdInputStreamNoFinalizer(in).setLongMax(LARGEST_WINDOW_LOG);
  }
}
