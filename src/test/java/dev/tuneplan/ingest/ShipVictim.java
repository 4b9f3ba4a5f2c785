package dev.tuneplan.ingest;

import dev.tuneplan.agent.ship.HttpChannel;
import dev.tuneplan.agent.ship.Shipper;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Ships for ever, to be killed: ShipVictim ATTEMPTS PORT. Prints a line after each round. */
final class ShipVictim {
  private ShipVictim() {}

  public static void main(String[] args) {
    Shipper shipper =
        new Shipper(
            new Shipper.Origin("7f3a", Path.of(args[0]), 0, "samples"),
            new HttpChannel(URI.create("http://127.0.0.1:" + args[1]), Optional.empty()),
            text -> {});
    while (true) {
      shipper.round();
      System.out.println("round");
    }
  }
}
