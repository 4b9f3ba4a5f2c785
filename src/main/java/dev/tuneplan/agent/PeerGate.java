package dev.tuneplan.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Waits until the wrapper on every other node answers for the same run. Starting without them is
 * what makes each node a world of its own that trains alone and says nothing about it
 * (mlc-ai/pith-train#91). Answers as long as it is open, because others may come later.
 */
final class PeerGate implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 2000;
  private static final long PAUSE_MILLIS = 200;

  private final ServerSocket server;
  private final String greeting;

  private PeerGate(ServerSocket server, String greeting) {
    this.server = server;
    this.greeting = greeting;
  }

  /** Begins to answer. */
  static PeerGate open(String run, int port) throws IOException {
    // names of pods that are not there yet must be asked for again
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    PeerGate gate = new PeerGate(new ServerSocket(port), "tuneplan " + run);
    Thread.ofPlatform().daemon().name("peers").start(gate::answer);
    return gate;
  }

  int port() {
    return server.getLocalPort();
  }

  private void answer() {
    while (!server.isClosed()) {
      try (Socket peer = server.accept()) {
        peer.getOutputStream().write((greeting + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // closed, or a peer that went away at once; it will ask again
        continue;
      }
    }
  }

  /**
   * Waits for peers.
   *
   * @return those that did not come in time, or before {@code given} up
   */
  List<String> missing(Peers peers, BooleanSupplier given) throws InterruptedException {
    long end = System.nanoTime() + peers.timeout().toNanos();
    List<String> left = new ArrayList<>(peers.hosts());
    while (true) {
      left.removeIf(host -> answers(host, peers.port()));
      if (left.isEmpty() || given.getAsBoolean() || System.nanoTime() - end >= 0) {
        return left;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private boolean answers(String host, int usual) {
    int colon = host.lastIndexOf(':');
    String name = colon < 0 ? host : host.substring(0, colon);
    int port = colon < 0 ? usual : Integer.parseInt(host.substring(colon + 1));
    try (Socket peer = new Socket()) {
      peer.connect(new InetSocketAddress(name, port), PATIENCE_MILLIS);
      peer.setSoTimeout(PATIENCE_MILLIS);
      byte[] expected = (greeting + "\n").getBytes(StandardCharsets.UTF_8);
      return Arrays.equals(expected, peer.getInputStream().readNBytes(expected.length));
    } catch (IOException | java.nio.channels.UnresolvedAddressException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
