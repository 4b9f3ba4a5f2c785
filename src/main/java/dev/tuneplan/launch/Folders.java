package dev.tuneplan.launch;

/**
 * Where a run's files are for the trainer, absolute and without a slash at the end.
 *
 * @param config the rendered settings
 * @param runs what the run writes, its own
 * @param cache what is fetched, shared among runs
 * @param data what relative paths of the spec are relative to
 */
public record Folders(String config, String runs, String cache, String data) {
  /** In a pod. */
  public static final Folders POD = new Folders("/config", "/runs", "/cache", "/data");

  /** The folder of checkpoints and of the result. */
  public String output() {
    return runs + "/output";
  }

  /** A file or folder that the spec names. */
  String resolve(String path) {
    return path.startsWith("/") ? path : data + "/" + path.replaceFirst("^(\\./)+", "");
  }
}
