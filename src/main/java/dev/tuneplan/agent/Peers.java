package dev.tuneplan.agent;

import java.time.Duration;
import java.util.List;

/**
 * The other nodes of a run.
 *
 * @param hosts their names, with {@code :port} where it is not the usual one
 * @param port where this node answers, and the others unless they say otherwise; 0: any free one
 * @param timeout how long to wait for them
 */
public record Peers(List<String> hosts, int port, Duration timeout) {
  public Peers {
    hosts = List.copyOf(hosts);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port is 0..65535, was " + port);
    }
  }
}
