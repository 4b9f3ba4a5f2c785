package dev.tuneplan.runs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The runs of this machine and their attempts. Every change is whole or not at all, and may be made
 * by several processes at once; what is confirmed survives a kill.
 */
public interface Runs {
  /**
   * Makes a run unless there is one with its id.
   *
   * @param files contents by their names, which may have a folder, for the run's own folder
   * @return whether it was made
   */
  boolean create(RunRecord run, Map<String, String> files) throws IOException;

  /** A run by its id. */
  Optional<RunRecord> find(String id) throws IOException;

  /** All runs, the newest first. */
  List<RunRecord> all() throws IOException;

  /** The attempts of a run, in order. */
  List<Attempt> attempts(String id) throws IOException;

  /**
   * Begins an attempt for this process to start a wrapper in.
   *
   * @param number one above the last
   * @return false: another process was faster
   */
  boolean begin(String id, int number) throws IOException;

  /**
   * Takes an attempt away from a launch that died before its wrapper was there.
   *
   * @return false: the wrapper was faster, and runs
   */
  boolean abandon(String id, int number) throws IOException;

  /** Where a run's files are. */
  Path folder(String id);

  /** Where an attempt's files are. */
  Path folder(String id, int number);
}
