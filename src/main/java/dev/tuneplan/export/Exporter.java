package dev.tuneplan.export;

import dev.tuneplan.reconcile.Reconciliation;
import java.io.IOException;

/** Writes runs in one form, one after the other; nothing is whole before it is closed. */
public interface Exporter extends AutoCloseable {
  /** Writes a run. Pods that are unpriced have no cost, and are left out wherever one is needed. */
  void add(Reconciliation run) throws IOException;

  @Override
  void close() throws IOException;
}
