package dev.tuneplan.kube.render;

/** What Kubernetes calls a GPU, by the id of its profile. */
final class Accelerator {
  private Accelerator() {}

  /** The extended resource of the vendor's device plugin. */
  static String resource(String gpu) {
    return gpu.startsWith("mi")
        ? "amd.com/gpu"
        : gpu.startsWith("gaudi") ? "habana.ai/gaudi" : "nvidia.com/gpu";
  }
}
