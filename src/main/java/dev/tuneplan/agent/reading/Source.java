package dev.tuneplan.agent.reading;

import java.util.List;

/**
 * Reads devices. Its methods are called from one thread; each may take long, or never return, as
 * drivers do: who cannot wait calls from a thread of its own.
 */
public interface Source {
  /** Looks what there is. Called before anything is read. */
  Inventory open();

  /** Reads all of it now. */
  List<Reading> read();

  /**
   * What there is.
   *
   * @param says in a sentence why there is nothing, or what is special about it; blank: nothing
   */
  record Inventory(List<Device> devices, String says) {
    public Inventory {
      devices = List.copyOf(devices);
    }
  }
}
