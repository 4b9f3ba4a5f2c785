package dev.tuneplan.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The program {@code /install FOLDER} of the agent's image: copies the agent with its runtime into
 * a folder that the trainer's container sees, too. The image has no shell that could.
 */
public final class AgentInstall {
  private AgentInstall() {}

  /**
   * Copies.
   *
   * @param args the script that names this program, as the kernel adds it, and the folder
   */
  public static void main(String[] args) {
    if (args.length != 2) {
      System.err.println("usage: /install FOLDER");
      Runtime.getRuntime().halt(ExitCode.USAGE.code);
    }
    try {
      copy(Path.of(System.getProperty("tuneplan.home")), Path.of(args[1]));
    } catch (IOException e) {
      System.err.println("tuneplan: cannot be copied to " + args[1] + ": " + e);
      Runtime.getRuntime().halt(ExitCode.FAILED.code);
    }
  }

  /** Copies a folder's content with its permissions, also over what an earlier copy left. */
  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.copy(
                file,
                to.resolve(from.relativize(file)),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
