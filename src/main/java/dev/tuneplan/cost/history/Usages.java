package dev.tuneplan.cost.history;

import dev.tuneplan.files.PlainTree;
import dev.tuneplan.objects.KubeObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What wrappers measured, as far as pods or events still tell of it. */
public final class Usages {
  private static final String ENDED = "ended";
  private static final String USAGE = "usage";

  private Usages() {}

  /**
   * By the attempt's folder: what its event of the end says, or else its container's last words.
   */
  public static Map<String, Map<?, ?>> of(Recorded recorded) {
    Map<String, Map<?, ?>> all = new LinkedHashMap<>();
    for (Watched watched : WatchLines.of(recorded.watch()).watched()) {
      if (watched.kind().equals("Pod") && recorded.has(watched.object())) {
        words(watched.object())
            .forEach(w -> {
              if (w.words().at(USAGE).value() instanceof Map<?, ?> usage) {
                all.put(w.attempt(), usage);
              }
            });
      }
    }
    for (Recorded.Log log : recorded.logs()) {
      log.events().stream()
          .filter(e -> e.kind().equals(ENDED))
          .forEach(e -> {
            if (e.data().get(USAGE) instanceof Map<?, ?> usage) {
              all.put(log.attempt(), usage);
            }
          });
    }
    return all;
  }

  private static Stream<LastWords> words(KubeObject pod) {
    List<PlainTree> containers = pod.items("status", "containerStatuses");
    return containers.stream()
        .map(c -> c.at("state", "terminated"))
        .flatMap(t -> LastWords.of(t).stream());
  }
}
