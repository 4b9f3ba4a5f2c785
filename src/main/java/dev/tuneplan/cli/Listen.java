package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.net.InetSocketAddress;

/** Reads HOST:PORT. */
final class Listen {
  private Listen() {}

  static InetSocketAddress address(String option, String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    InetSocketAddress address =
        colon > 0 && port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65535
            ? new InetSocketAddress(text.substring(0, colon), Integer.parseInt(port))
            : InetSocketAddress.createUnresolved("none", 0);
    if (address.isUnresolved()) {
      throw new InvalidInput(
          Place.of(option), "", "must be HOST:PORT of this machine (was '" + text + "')");
    }
    return address;
  }
}
