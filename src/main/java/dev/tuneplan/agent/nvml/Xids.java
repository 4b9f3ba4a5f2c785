package dev.tuneplan.agent.nvml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The driver's messages of errors (Xid), of which each GPU keeps a queue from the moment that
 * somebody registers. They are taken without waiting.
 */
final class Xids {
  private static final long XID = 8;
  private static final int MOST = 64;

  private final Nvml nvml;
  private long set;
  private boolean open;

  Xids(Nvml nvml) {
    this.nvml = nvml;
  }

  void open(List<Long> devices) {
    nvml.wide("nvmlEventSetCreate")
        .use(
            created -> {
              set = created;
              for (long device : devices) {
                open |= nvml.library().call("nvmlDeviceRegisterEvents", device, XID, set).ok();
              }
            },
            why -> open = false);
  }

  /** What came since the last time, by device. */
  Map<Long, List<Long>> take() {
    Map<Long, List<Long>> found = new HashMap<>();
    Library library = nvml.library();
    for (int i = 0; open && i < MOST; i++) {
      library.clear();
      if (!library.call("nvmlEventSetWait_v2", set, library.at(0), 0).ok()) {
        break;
      }
      if (library.wide(8) == XID) {
        found.computeIfAbsent(library.wide(0), d -> new ArrayList<>()).add(library.wide(16));
      }
    }
    return found;
  }
}
