package dev.tuneplan.agent.ship;

import dev.tuneplan.agent.record.Attempts;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Ships the segments of every attempt that one node made of a run, those that a killed one left
 * among them, to one channel. Used by one thread.
 */
public final class Shipper {
  /** So often it looks for new lines. */
  public static final Duration LOOK = Duration.ofSeconds(2);

  private final Origin origin;
  private final Channel channel;
  private final Consumer<String> say;
  private final Map<Path, Shipment> shipments = new LinkedHashMap<>();
  private boolean told;

  /**
   * Whose lines.
   *
   * @param attempts the folder of the run's attempts
   * @param node from 0
   * @param samples the name of the folder of segments in an attempt's
   */
  public record Origin(String run, Path attempts, int node, String samples) {}

  /**
   * Begins.
   *
   * @param say takes a sentence for people, once when nobody takes the lines any more
   */
  public Shipper(Origin origin, Channel channel, Consumer<String> say) {
    this.origin = origin;
    this.channel = channel;
    this.say = say;
  }

  /** Sends what there is now; how long to wait before the next round. */
  public Duration round() {
    try {
      for (Path attempt : attempts()) {
        Shipment shipment =
            shipments.computeIfAbsent(
                attempt, a -> new Shipment(origin.run, a, a.resolve(origin.samples), channel));
        Shipment.Round round = shipment.round();
        while (round instanceof Shipment.Sent) {
          tell("");
          round = shipment.round();
        }
        if (round instanceof Shipment.Refused(String why, Duration pause)) {
          tell(why);
          return pause;
        }
      }
    } catch (IOException e) {
      tell("the samples cannot be read: " + e.getMessage());
    }
    return LOOK;
  }

  private void tell(String why) {
    if (!why.isEmpty() && !told) {
      say.accept(
          channel.name() + " takes no samples: " + why + "; they are kept, and sent again later");
    }
    told = !why.isEmpty();
  }

  private List<Path> attempts() throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(origin.attempts)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(origin.attempts, "[0-9]*")) {
        for (Path one : all) {
          if (Attempts.number(one) > 0 && Attempts.node(one) == origin.node) {
            found.add(one);
          }
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    found.sort((a, b) -> Integer.compare(Attempts.number(a), Attempts.number(b)));
    return found;
  }
}
