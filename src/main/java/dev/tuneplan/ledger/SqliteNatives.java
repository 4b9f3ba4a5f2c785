package dev.tuneplan.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Unpacks SQLite's native library once: its driver would do so at every start, and remove it only
 * at a shutdown that short commands do not wait for.
 */
public final class SqliteNatives {
  private SqliteNatives() {}

  /**
   * Has the driver take its library from a folder, where it is put if it is not there. Without an
   * effect on systems that the driver brings no library for.
   */
  public static void in(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    Path own = folder.resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
    Path library = own.resolve(name);
    if (!Files.exists(library)) {
      try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
        if (in == null) {
          return;
        }
        Files.createDirectories(own);
        Path part = Files.createTempFile(own, name, ".part");
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        // several processes may meet an empty folder at once
        Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    System.setProperty("org.sqlite.lib.path", own.toString());
    System.setProperty("org.sqlite.lib.name", name);
  }
}
