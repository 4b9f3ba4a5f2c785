package dev.tuneplan.calibrate;

import java.util.List;

/**
 * What runs have in common, from the furthest to the nearest.
 *
 * @param stack what trained, such as {@code axolotl}
 * @param gpu the GPU profile's id
 * @param method {@code full}, {@code lora} or {@code qlora}
 * @param family the model's type, such as {@code llama}
 * @param config everything else that makes a run the same one
 */
public record Key(String stack, String gpu, String method, String family, String config) {
  /** The groups that it is in, the widest first; the last one is of the very same runs. */
  List<String> path() {
    return List.of(
        "",
        stack,
        stack + "|" + gpu,
        stack + "|" + gpu + "|" + method,
        stack + "|" + gpu + "|" + method + "|" + family,
        stack + "|" + gpu + "|" + method + "|" + family + "|" + config);
  }
}
