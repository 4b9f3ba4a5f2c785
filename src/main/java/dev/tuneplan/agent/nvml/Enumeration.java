package dev.tuneplan.agent.nvml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the GPUs, and the slices of those that are cut into slices.
 *
 * @param seldom of so many readings one asks for what hardly changes
 */
record Enumeration(Nvml nvml, int seldom) {
  List<Gpu> gpus() {
    List<Gpu> found = new ArrayList<>();
    for (long i = 0; i < or(nvml.count(), 0); i++) {
      long index = i;
      nvml.device(i).use(handle -> add(index, handle, found), why -> {});
    }
    return List.copyOf(found);
  }

  private void add(long index, long handle, List<Gpu> found) {
    String uuid = nvml.uuid(handle) instanceof Answer.Known<String>(String u) ? u : "GPU-" + index;
    boolean sliced = nvml.sliced(handle) instanceof Answer.Known<Boolean>(Boolean s) && s;
    found.add(gpu(handle, handle, uuid, Optional.empty(), Optional.empty()));
    for (long i = 0; sliced && i < or(nvml.mostSlices(handle), 0); i++) {
      String other = uuid + "/" + i;
      nvml.slice(handle, i)
          .use(
              slice -> {
                String own = nvml.uuid(slice) instanceof Answer.Known<String>(String u) ? u : other;
                Optional<Long> part =
                    nvml.instance(slice) instanceof Answer.Known<Long>(Long n)
                        ? Optional.of(n)
                        : Optional.empty();
                found.add(gpu(slice, handle, own, Optional.of(uuid), part));
              },
              why -> {});
    }
  }

  private Gpu gpu(
      long handle, long card, String uuid, Optional<String> parent, Optional<Long> part) {
    Gpm gpm = new Gpm(nvml, card, part);
    gpm.open();
    return new Gpu(nvml, handle, uuid, parent, gpm, seldom);
  }

  private static long or(Answer<Long> answer, long otherwise) {
    return answer instanceof Answer.Known<Long>(Long value) ? value : otherwise;
  }
}
