import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Builds the agent's image out of what Maven packaged, without a container engine or a base image:
 * AgentImage TARGET NAME. Leaves TARGET/agent (what is copied beside a trainer), TARGET/agent-root
 * (what else the image has, for dev/image/Dockerfile) and TARGET/tuneplan-agent.tar. Builds it
 * twice and fails when the two differ. docs/agent-image.md.
 */
final class AgentImage {
  /** Where the agent is in the image, before it is copied. */
  private static final String HOME = "/opt/tuneplan";

  /** jdk.httpserver takes progress from the trainer, jdk.unsupported has sun.misc.Signal. */
  private static final String MODULES = "java.base,jdk.httpserver,jdk.unsupported";

  /**
   * Measured at 70 MB resident, most of it libjvm's code and the heap's smaller part; the wrapper
   * keeps no history. C1 alone: there is nothing to optimise that long.
   */
  private static final List<String> JVM =
      List.of(
          "-Xmx32m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED");

  /** What jib gives every file; the archive of classes holds good for jars of this time alone. */
  private static final FileTime TIME = FileTime.from(Instant.ofEpochSecond(1));

  private final Path target;
  private final String name;
  private final List<String> classes;

  private AgentImage(Path target, String name, List<String> classes) {
    this.target = target;
    this.name = name;
    this.classes = classes;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]).toAbsolutePath();
    AgentImage image = new AgentImage(folder, args[1], classes(folder));
    Path tar = image.target.resolve("tuneplan-agent.tar");
    JibContainer first = image.build(image.target.resolve("agent-check.tar"));
    JibContainer second = image.build(tar);
    Files.delete(image.target.resolve("agent-check.tar"));
    if (!first.getDigest().equals(second.getDigest())) {
      throw new IllegalStateException(
          "the same sources gave two images: " + first.getDigest() + ", " + second.getDigest());
    }
    System.out.printf(
        "%s: %s, %s%n  %.1f MB packed, %.1f MB copied beside each trainer; built twice alike%n",
        tar,
        args[1],
        second.getDigest(),
        Files.size(tar) / 1e6,
        size(image.target.resolve("agent")) / 1e6);
  }

  /** Everything anew, so that nothing is alike only because it was kept. */
  private JibContainer build(Path tar) throws Exception {
    Path agent = target.resolve("agent");
    Path root = target.resolve("agent-root");
    Path scratch = target.resolve("agent-scratch");
    for (Path folder : List.of(agent, root, scratch)) {
      delete(folder);
    }
    agent(agent);
    archive(agent);
    root(root, agent);
    JibContainer made =
        Jib.fromScratch()
            .setPlatforms(Set.of(platform()))
            .addFileEntriesLayer(layer("system", root, "/"))
            .addFileEntriesLayer(layer("agent", agent, HOME))
            .setUser("10001")
            .setEntrypoint("/install")
            .setProgramArguments("/agent")
            .containerize(
                Containerizer.to(TarImage.at(tar).named(name))
                    .setOfflineMode(true)
                    .setToolName("tuneplan")
                    .setBaseImageLayersCache(scratch)
                    .setApplicationLayersCache(scratch));
    delete(scratch);
    return made;
  }

  private static com.google.cloud.tools.jib.api.buildplan.Platform platform() {
    String machine = System.getProperty("os.arch");
    return new com.google.cloud.tools.jib.api.buildplan.Platform(
        machine.equals("aarch64") ? "arm64" : machine, "linux");
  }

  /** The classes of a wrapper around a program that ends at once, always in the same order. */
  private static List<String> classes(Path target) throws IOException, InterruptedException {
    AgentImage plain = new AgentImage(target, "", List.of());
    Path agent = target.resolve("agent");
    delete(agent);
    plain.agent(agent);
    Path scratch = Files.createTempDirectory("tuneplan-agent");
    Path list = scratch.resolve("classes");
    java(
        agent,
        List.of("-XX:DumpLoadedClassList=" + list),
        List.of(
            "dev.tuneplan.cli.AgentMain",
            "agent",
            "run",
            "--dir",
            scratch.resolve("run").toString(),
            "--done",
            "exit-code",
            "--",
            "true"));
    List<String> classes = Files.readAllLines(list).stream().sorted().distinct().toList();
    delete(scratch);
    return classes;
  }

  /**
   * Lays the classes ready for use beside the runtime, where it looks for them by itself: half of
   * the time until the trainer starts went into reading them from jars.
   */
  private void archive(Path agent) throws IOException, InterruptedException {
    Path list = Files.createTempFile("tuneplan-agent", ".classes");
    Files.write(list, classes);
    java(
        agent,
        List.of(
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + list,
            "-XX:SharedArchiveFile=" + agent.resolve("runtime/lib/server/classes.jsa")),
        List.of());
    Files.delete(list);
  }

  /** Runs the agent's own Java in the agent's folder: the archive holds its jars by name. */
  private static void java(Path agent, List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(agent.resolve("runtime/bin/java").toString());
    words.addAll(JVM);
    words.addAll(options);
    words.addAll(List.of("-cp", "lib/*"));
    words.addAll(arguments);
    Process java =
        new ProcessBuilder(words).directory(agent.toFile()).redirectErrorStream(true).start();
    String said = new String(java.getInputStream().readAllBytes());
    if (java.waitFor() != 0) {
      throw new IllegalStateException(words + " said: " + said);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to);
    Files.setLastModifiedTime(to, TIME);
  }

  /** What a trainer's container gets: a runtime, three jars and a script. */
  private void agent(Path agent) throws IOException, InterruptedException {
    Path lib = Files.createDirectories(agent.resolve("lib"));
    copy(one(target, "tuneplan-[0-9][^-]*(-SNAPSHOT)?\\.jar"), lib.resolve("tuneplan.jar"));
    for (String jar : List.of("picocli-[0-9.]+-java25\\.jar", "jackson-core-3[0-9.]+\\.jar")) {
      Path found = one(target.resolve("lib"), jar);
      copy(found, lib.resolve(found.getFileName()));
    }
    int code =
        ToolProvider.findFirst("jlink")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--add-modules",
                MODULES,
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                // what it adds is stripped or not by turns: jlink orders its plugins by identity
                // hash
                "--disable-plugin",
                "generate-jli-classes",
                "--compress",
                "zip-6",
                "--output",
                agent.resolve("runtime").toString());
    if (code != 0) {
      throw new IllegalStateException("jlink failed with " + code);
    }
    String loader =
        libraries(agent.resolve("runtime/bin/java")).stream()
            .filter(l -> l.contains("/ld-linux"))
            .findFirst()
            .orElseThrow();
    script(
        agent.resolve("bin").resolve("tuneplan"),
        """
        #!/bin/sh
        # tuneplan's command 'agent', with its own runtime: runs in any image with sh and glibc.
        here=${0%%/*}/..
        [ -e %s ] || { echo "tuneplan: the trainer's image has no glibc (%s)" >&2; exit 77; }
        exec "$here/runtime/bin/java" %s -cp "$here/lib/*" dev.tuneplan.cli.AgentMain "$@"
        """
            .formatted(loader, loader, String.join(" ", JVM)));
  }

  /**
   * What the image needs besides, to copy the agent: a program, and the C library of this machine.
   * The program is a script whose interpreter is Java itself, since there is no shell; the kernel
   * hands over one word behind the interpreter, and then the script and its arguments.
   */
  private static void root(Path root, Path agent) throws IOException, InterruptedException {
    script(
        root.resolve("install"),
        "#!" + HOME + "/runtime/bin/java @" + HOME + "/lib/install.options\n");
    Files.writeString(
        agent.resolve("lib").resolve("install.options"),
        String.join("\n", JVM)
            + "\n-Dtuneplan.home="
            + HOME
            + "\n-cp "
            + HOME
            + "/lib/*\ndev.tuneplan.cli.AgentInstall\n");
    // for a sidecar: the agent within its own image, which has no shell for its script
    Files.writeString(
        agent.resolve("lib").resolve("agent.options"),
        String.join("\n", JVM) + "\n-cp " + HOME + "/lib/*\ndev.tuneplan.cli.AgentMain\n");
    Path java = agent.resolve("runtime");
    for (String library :
        libraries(java.resolve("bin/java"), java.resolve("lib/server/libjvm.so"))) {
      Path copy = root.resolve(library.substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of(library), copy);
    }
  }

  /** The files of this machine that the loader finds for programs, without the JDK's own. */
  private static Set<String> libraries(Path... programs) throws IOException, InterruptedException {
    Set<String> found = new TreeSet<>();
    for (Path program : programs) {
      Process ldd = new ProcessBuilder("ldd", program.toString()).redirectErrorStream(true).start();
      String said = new String(ldd.getInputStream().readAllBytes());
      if (ldd.waitFor() != 0) {
        throw new IllegalStateException("ldd " + program + " said: " + said);
      }
      Matcher path = Pattern.compile("(/\\S+) \\(0x").matcher(said);
      while (path.find()) {
        if (path.group(1).matches("/(usr/)?lib.*")) {
          found.add(path.group(1));
        }
      }
    }
    return found;
  }

  private static FileEntriesLayer layer(String name, Path from, String to) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    for (Path file : files(from)) {
      String inside = to + (to.endsWith("/") ? "" : "/") + from.relativize(file);
      // not the permissions of this machine's files, which its umask decides
      boolean program = Files.isDirectory(file) || Files.isExecutable(file);
      layer.addEntry(
          file,
          AbsoluteUnixPath.get(inside),
          FilePermissions.fromOctalString(program ? "755" : "644"));
    }
    return layer.build();
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true, false)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  private static Path one(Path folder, String name) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> found = all.filter(f -> f.getFileName().toString().matches(name)).toList();
      if (found.size() != 1) {
        throw new IllegalStateException("one " + name + " in " + folder + ", but found " + found);
      }
      return found.getFirst();
    }
  }

  /** All below a folder, parents first, always in the same order. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return new ArrayList<>(all.filter(f -> !f.equals(folder)).sorted().toList());
    }
  }

  private static long size(Path folder) throws IOException {
    long sum = 0;
    for (Path file : files(folder)) {
      sum += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    return sum;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path file : files(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    }
  }
}
