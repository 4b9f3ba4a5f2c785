package dev.tuneplan.trainer;

import dev.tuneplan.base.Place;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks on the disk: from the working folder, then from the folder of the file that names. */
final class FilesBeside implements Beside {
  @Override
  public Found find(String name, Place from) {
    List<String> tried = new ArrayList<>();
    try {
      Path path = Path.of(name);
      Path folder = Path.of(from.file()).getParent();
      List<Path> places =
          path.isAbsolute() || folder == null ? List.of(path) : List.of(path, folder.resolve(path));
      for (Path p : places) {
        if (Files.exists(p)) {
          return new Here(p.normalize().toString());
        }
        tried.add(p.normalize().toString());
      }
    } catch (InvalidPathException e) {
      tried.add(name);
    }
    return new Missing(tried.stream().distinct().toList());
  }

  @Override
  public Node read(Here file) {
    return YamlFiles.read(Path.of(file.path()));
  }
}
