package dev.tuneplan.agent.sample;

import dev.tuneplan.agent.Meter;
import dev.tuneplan.agent.amd.AmdSource;
import dev.tuneplan.agent.host.HostSource;
import dev.tuneplan.agent.nvml.NvmlSource;
import dev.tuneplan.agent.reading.Source;
import dev.tuneplan.agent.reading.Together;
import dev.tuneplan.agent.record.Moment;
import dev.tuneplan.agent.segment.Disk;
import dev.tuneplan.agent.segment.Recorder;
import dev.tuneplan.agent.segment.SegmentWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The meter of an attempt on this machine. */
public final class Meters {
  /** The folder of segments in an attempt's folder. */
  public static final String FOLDER = "samples";

  /** Of what rows are like; another number comes with another meaning. */
  static final long SCHEMA = 1;

  private static final int MOST_WAITING = 2000;

  /** Set by a pod's template from the downward API. */
  private static final Map<String, String> PLACE =
      Map.of("POD_UID", "podUid", "POD_NAME", "pod", "NODE_NAME", "node");

  private Meters() {}

  /**
   * Measures the descendants of this process, its container and its GPUs.
   *
   * @param attempt the attempt's folder, where the segments go
   * @param env variables that say where this runs
   * @param suspicion over which time its sight is
   * @param say takes a sentence for people
   */
  public static Meter start(
      String run, Path attempt, Map<String, String> env, Duration suspicion, Consumer<String> say) {
    Moment now = Moment.now();
    Map<String, Source> sources = new LinkedHashMap<>();
    sources.put("host", host(attempt));
    sources.put("gpu", gpus());
    SegmentWriter writer =
        new SegmentWriter(
            attempt.resolve(FOLDER),
            Disk.SYSTEM,
            SegmentWriter.Sizes.USUAL,
            head(run, attempt, env, now));
    return Measuring.start(now, sources, Recorder.start(writer, MOST_WAITING, say), suspicion);
  }

  /** This machine, with what descends from this process, and the room where a folder is. */
  public static Source host(Path folder) {
    return new HostSource(ProcessHandle.current().pid(), folder);
  }

  /** The GPUs that this process may use. */
  public static Source gpus() {
    return new Together(List.of(new NvmlSource(), new AmdSource()));
  }

  /** Wall time of the moment from which rows count by the monotonic clock. */
  private static Map<String, Object> head(
      String run, Path attempt, Map<String, String> env, Moment now) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("schema", SCHEMA);
    head.put("run", run);
    head.put("attempt", attempt.getFileName().toString());
    head.put("start", now.wall().toString());
    PLACE.forEach((variable, key) -> {
      String value = env.getOrDefault(variable, "");
      if (!value.isBlank()) {
        head.put(key, value);
      }
    });
    return head;
  }
}
