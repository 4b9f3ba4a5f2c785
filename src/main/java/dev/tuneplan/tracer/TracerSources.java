package dev.tuneplan.tracer;

import dev.tuneplan.files.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Python side of a trace, which the build packs from the folder {@code trace}.
 *
 * @param files contents by file name
 */
public record TracerSources(Map<String, byte[]> files) {
  static final String MAIN = "trace_spec.py";
  static final String REQUIREMENTS = "requirements.txt";
  private static final String FOLDER = "/tracer/";

  public TracerSources {
    files = new TreeMap<>(files);
    if (!files.containsKey(MAIN) || !files.containsKey(REQUIREMENTS)) {
      throw new IllegalStateException("the tracer's sources are not complete: " + files.keySet());
    }
  }

  /** The sources that this build of tuneplan has. */
  public static TracerSources packed() {
    URL main = TracerSources.class.getResource(FOLDER + MAIN);
    if (main == null) {
      throw new IllegalStateException("the tracer's sources are not packed with tuneplan");
    }
    try {
      URI at = main.toURI();
      if (!at.getScheme().equals("jar")) {
        return read(Path.of(at).getParent());
      }
      try (FileSystem jar = FileSystems.newFileSystem(at, Map.of())) {
        return read(jar.getPath(FOLDER));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TracerSources read(@Nullable Path folder) throws IOException {
    Map<String, byte[]> found = new TreeMap<>();
    if (folder != null) {
      try (Stream<Path> all = Files.list(folder)) {
        for (Path p : all.filter(Files::isRegularFile).toList()) {
          found.put(String.valueOf(p.getFileName()), Files.readAllBytes(p));
        }
      }
    }
    return new TracerSources(found);
  }

  /** Another hash means that traces may come out differently. */
  public String hash() {
    Hash hash = new Hash();
    files.forEach(hash::add);
    return hash.hex();
  }

  /** Names the libraries that an environment is made of. */
  String requirementsHash() {
    return new Hash().add(REQUIREMENTS, requirements()).hex();
  }

  private byte[] requirements() {
    return files.getOrDefault(REQUIREMENTS, new byte[0]);
  }

  /** Writes the sources into a folder. */
  void unpack(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> f : files.entrySet()) {
      Files.write(folder.resolve(f.getKey()), f.getValue());
    }
  }
}
