package dev.tuneplan.launch;

/** Where a trainer finds the model that a spec names. */
final class Models {
  private static final String CONFIG = "/config.json";

  private Models() {}

  /** A Hugging Face id as it is; a folder, or that of a config.json, below the run's folders. */
  static String path(LaunchPlan plan, Folders folders) {
    String name = plan.spec().model();
    boolean file = name.endsWith(".json");
    if (!file && !name.startsWith("/") && !name.startsWith(".")) {
      return name;
    }
    String path = folders.resolve(name);
    return path.endsWith(CONFIG) ? path.substring(0, path.length() - CONFIG.length()) : path;
  }

  /** Whether it is fetched from a registry. */
  static boolean fetched(LaunchPlan plan, Folders folders) {
    return !path(plan, folders).startsWith("/");
  }
}
