package dev.tuneplan.kube.api;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which cluster, and as whom: kubeconfig files as kubectl reads them, or a pod's service account.
 *
 * @param files in order; what an earlier one says goes before
 * @param context named by the user; empty: the files' current one
 */
public record ClusterConfig(List<Path> files, Optional<String> context) {
  private static final Path IN_POD = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
  private static final String KUBECONFIG = "KUBECONFIG";

  public ClusterConfig {
    files = List.copyOf(files);
  }

  /**
   * As kubectl finds it: the named file, or those of KUBECONFIG, or ~/.kube/config.
   *
   * @param named by an option
   */
  public static ClusterConfig find(
      Optional<Path> named, Optional<String> context, Map<String, String> environment) {
    String listed = environment.getOrDefault(KUBECONFIG, "");
    List<Path> files = new ArrayList<>();
    if (named.isPresent()) {
      files.add(named.get());
    } else if (!listed.isBlank()) {
      for (String each : listed.split(File.pathSeparator)) {
        if (!each.isBlank()) {
          files.add(Path.of(each));
        }
      }
    } else {
      files.add(Path.of(environment.getOrDefault("HOME", ""), ".kube", "config"));
    }
    return new ClusterConfig(files, context);
  }

  /** Whether anything says which cluster: a file that is there, or a pod around this program. */
  public boolean any() {
    return files.stream().anyMatch(Files::isRegularFile) || Files.isDirectory(IN_POD);
  }

  /**
   * A connection; nothing is asked of the server yet.
   *
   * @throws InvalidInput when no file says which cluster, or one cannot be used
   */
  public Connection connect() {
    List<Path> there = files.stream().filter(Files::isRegularFile).toList();
    try {
      if (there.isEmpty() && Files.isDirectory(IN_POD) && context.isEmpty()) {
        String namespace =
            Files.readString(IN_POD.resolve("namespace"), StandardCharsets.UTF_8).strip();
        return new Connection(ClusterApi.of(ClientBuilder.cluster().build()), namespace, "in-pod");
      }
      KubeConfig config = merged(there);
      if (config.getServer() == null) {
        throw fault(there, "the context " + config.getCurrentContext() + " names no cluster");
      }
      ClientBuilder builder = ClientBuilder.kubeconfig(config, Duration.ofSeconds(30));
      String namespace = config.getNamespace();
      return new Connection(
          ClusterApi.of(builder.build()),
          namespace == null || namespace.isBlank() ? "default" : namespace,
          String.valueOf(config.getCurrentContext()));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw fault(there, "cannot be used: " + e.getMessage());
    }
  }

  private KubeConfig merged(List<Path> there) throws IOException {
    if (there.isEmpty()) {
      throw fault(
          files,
          "no such file, so no cluster is known: name one with --kubeconfig or in KUBECONFIG;"
              + " --target local needs no cluster");
    }
    ArrayList<Object> contexts = new ArrayList<>();
    ArrayList<Object> clusters = new ArrayList<>();
    ArrayList<Object> users = new ArrayList<>();
    Optional<String> current = context;
    for (Path file : there) {
      KubeConfig one = one(file);
      contexts.addAll(some(one.getContexts()));
      clusters.addAll(some(one.getClusters()));
      users.addAll(some(one.getUsers()));
      current = current.or(() -> Optional.ofNullable(one.getCurrentContext()));
    }
    KubeConfig all = new KubeConfig(contexts, clusters, users);
    all.setFile(there.getFirst().toFile());
    if (current.isEmpty()) {
      throw fault(there, "has no current-context: name one with --context");
    }
    if (!all.setContext(current.get())) {
      throw fault(
          there,
          "has no context '" + current.get() + "'; it has " + String.join(", ", names(contexts)));
    }
    return all;
  }

  private static List<Object> some(@org.jspecify.annotations.Nullable ArrayList<Object> list) {
    return list == null ? List.of() : list;
  }

  private static List<String> names(List<Object> entries) {
    return entries.stream()
        .map(e -> e instanceof Map<?, ?> m ? String.valueOf(m.get("name")) : "?")
        .toList();
  }

  private static KubeConfig one(Path file) throws IOException {
    try (var reader = Files.newBufferedReader(file)) {
      return KubeConfig.loadKubeConfig(reader);
    } catch (ClassCastException e) {
      throw fault(
          List.of(file), "is no kubeconfig: clusters, contexts and users must be lists in it");
    } catch (RuntimeException e) {
      throw fault(List.of(file), "is no kubeconfig: " + e.getMessage());
    }
  }

  private static InvalidInput fault(List<Path> files, String rule) {
    String names = String.join(File.pathSeparator, files.stream().map(Path::toString).toList());
    return new InvalidInput(Place.of(names), "", rule);
  }

  /**
   * A connection.
   *
   * @param api talks to the server
   * @param namespace the context's own
   * @param context its name
   */
  public record Connection(ClusterApi api, String namespace, String context) {
    /**
     * Where in the cluster: what the user named goes before what a plan names, and that before the
     * context's own.
     */
    public String namespace(Optional<String> named, Optional<String> planned) {
      return named.or(() -> planned).orElse(namespace);
    }
  }
}
