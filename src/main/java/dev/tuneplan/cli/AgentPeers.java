package dev.tuneplan.cli;

import dev.tuneplan.agent.Peers;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The other nodes that the wrapper waits for. */
final class AgentPeers {
  @Option(
      names = "--peer",
      paramLabel = "HOST",
      split = ",",
      description = "another node that must answer first; may be given more than once")
  private List<String> hosts = List.of();

  @Option(
      names = "--peer-port",
      paramLabel = "PORT",
      defaultValue = "29399",
      description = "where wrappers answer each other (default: 29399)")
  private int port = 29399;

  @Option(
      names = "--peer-timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Span.class,
      description = "how long to wait for them (default: 10m)")
  private Duration timeout = Duration.ofMinutes(10);

  Optional<Peers> settings() {
    if (port < 1 || port > 65535) {
      throw new InvalidInput(Place.of("--peer-port"), "", "must be 1..65535 (was " + port + ")");
    }
    for (String host : hosts) {
      if (!host.matches("[^:]+(:[0-9]{1,5})?") || port(host) > 65535) {
        throw new InvalidInput(
            Place.of("--peer"), "", "must be a host or host:port (was '" + host + "')");
      }
    }
    return hosts.isEmpty() ? Optional.empty() : Optional.of(new Peers(hosts, port, timeout));
  }

  private static int port(String host) {
    return host.contains(":") ? Integer.parseInt(host.substring(host.indexOf(':') + 1)) : 0;
  }
}
