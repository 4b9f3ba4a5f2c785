package dev.tuneplan.cli;

import dev.tuneplan.kube.api.ClusterConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which cluster, and where in it. */
final class ClusterOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "default: $KUBECONFIG, or ~/.kube/config")
  private @Nullable Path kubeconfig;

  @Option(names = "--context", description = "of the kubeconfig (default: its current one)")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      description = "default: the plan's (launch, doctor), or the context's")
  private @Nullable String namespace;

  ClusterConfig config() {
    return ClusterConfig.find(
        Optional.ofNullable(kubeconfig), Optional.ofNullable(context), System.getenv());
  }

  /** Whether the user said which, so that none is a fault. */
  boolean named() {
    return kubeconfig != null || context != null;
  }

  /** Where in a cluster, when no plan says so. */
  String namespace(ClusterConfig.Connection to) {
    return to.namespace(namespace(), Optional.empty());
  }

  Optional<String> namespace() {
    return Optional.ofNullable(namespace);
  }
}
