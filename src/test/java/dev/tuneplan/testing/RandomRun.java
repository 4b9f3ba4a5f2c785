package dev.tuneplan.testing;

import dev.tuneplan.agent.record.Event;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.history.Recorded;
import dev.tuneplan.cost.rate.BasePrices;
import dev.tuneplan.cost.rate.PriceSeries;
import dev.tuneplan.cost.rate.Rate;
import dev.tuneplan.cost.rate.RateBook;
import dev.tuneplan.cost.rate.RateCard;
import dev.tuneplan.cost.rate.RateSource;
import dev.tuneplan.files.JsonText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A run that never was, with what a cluster and the wrapper would have recorded of it, and what is
 * true of it. One second of Kubernetes' times and one of training are never the same second, so the
 * truth is in milliseconds.
 */
public final class RandomRun {
  private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

  private final Random random;
  private final List<String> watch = new ArrayList<>();
  private final List<Recorded.Log> logs = new ArrayList<>();
  private final Map<Bucket, Long> truth = new EnumMap<>(Bucket.class);
  private final int nodes;
  private final int gpus;
  private final Sharing sharing;
  private final long stepMillis;
  private final int steps;
  private final int saveEvery;
  private final long saveMillis;
  private final int evaluateEvery;
  private final boolean tellsSaving;
  private long usefulSteps;
  private long billedMillis;
  private double cost;
  private final Rate rate;

  private enum Sharing {
    WHOLE("nvidia.com/gpu", 1, 1),
    MIG("nvidia.com/mig-1g.10gb", 1, 8),
    SLICED("nvidia.com/gpu", 1, 3);

    final String resource;
    final int part;
    final int of;

    Sharing(String resource, int part, int of) {
      this.resource = resource;
      this.part = part;
      this.of = of;
    }
  }

  /** How an attempt ends. */
  private enum End {
    FINISHED,
    PREEMPTED,
    KILLED,
    NODE_LOST
  }

  private RandomRun(long seed) {
    random = new Random(seed);
    nodes = random.nextInt(4) == 0 ? random.nextInt(2, 4) : 1;
    gpus = 1 << random.nextInt(4);
    sharing = Sharing.values()[random.nextInt(3)];
    stepMillis = random.nextLong(800, 40_000);
    steps = random.nextInt(20, 200);
    saveEvery = random.nextInt(5, 60);
    saveMillis = random.nextLong(2_000, 30_000);
    evaluateEvery = random.nextBoolean() ? random.nextInt(10, 80) : Integer.MAX_VALUE;
    tellsSaving = random.nextBoolean();
    rate = rate();
  }

  /** The run of a seed. */
  public static RandomRun of(long seed) {
    RandomRun run = new RandomRun(seed);
    run.play();
    return run;
  }

  private Rate rate() {
    RateSource source = new RateSource("made up", "2026-11-20");
    List<PriceSeries.Point> points = new ArrayList<>();
    for (int i = random.nextInt(3) == 0 ? random.nextInt(2, 9) : 1; i > 0; i--) {
      points.add(
          new PriceSeries.Point(
              START.plusSeconds(random.nextLong(0, 86_400)),
              BigDecimal.valueOf(random.nextLong(1, 90_000), 4)));
    }
    PriceSeries series = new PriceSeries(points);
    return random.nextInt(3) == 0
        ? new Rate.OfNode(series, BasePrices.OPENCOST, source)
        : new Rate.PerGpu(series, source);
  }

  private void play() {
    long now = random.nextLong(0, 3_600);
    int done = 0;
    int attempts = random.nextInt(1, 4);
    for (int attempt = 1; attempt <= attempts; attempt++) {
      End end =
          attempt == attempts && random.nextInt(5) > 0
              ? End.FINISHED
              : End.values()[random.nextInt(1, End.values().length)];
      int to = end == End.FINISHED ? steps : random.nextInt(done, steps);
      Attempt one = new Attempt(attempt, now, done, to, end);
      one.play();
      now = one.over + random.nextLong(1, 900);
      usefulSteps += one.usable - done;
      done = (int) one.usable;
      if (end == End.FINISHED) {
        job(now, "Complete");
        return;
      }
    }
    job(now, "Failed");
  }

  /** One attempt: seconds since the start for what Kubernetes says, milliseconds for the rest. */
  private final class Attempt {
    private final int number;
    private final long created;
    private final int from;
    private final int to;
    private final End end;
    private final List<Event> events = new ArrayList<>();
    private final Map<Bucket, Long> inside = new EnumMap<>(Bucket.class);
    private long usable;
    private long lastMillis;
    private long over;

    Attempt(int number, long created, int from, int to, End end) {
      this.number = number;
      this.created = created;
      this.from = from;
      this.to = to;
      this.end = end;
      this.usable = from;
    }

    void play() {
      long[] bound = new long[nodes];
      long[] main = new long[nodes];
      long up = 0;
      for (int i = 0; i < nodes; i++) {
        bound[i] = created + random.nextLong(0, 900);
        main[i] = bound[i] + random.nextLong(1, 1500);
        up = Math.max(up, main[i]);
      }
      long setup = 1000 * up + random.nextLong(50, 900);
      long start = 1000 * main[0] + 40;
      tell(start, start, "started", Map.of("run", "r", "attempt", Integer.toString(number)));
      if (nodes > 1) {
        tell(start, start + 5, "phase", Map.of("phase", "peers"));
      }
      tell(start, setup, "phase", Map.of("phase", "setup"));
      tell(start, setup + 20, "trainer", from > 0 ? Map.of("resumedStep", (long) from) : Map.of());
      long first = setup + random.nextLong(5_000, 400_000);
      train(start, first);
      boolean stepped = to > from;
      long stop = (stepped ? lastMillis : first) + random.nextLong(100, stepMillis);
      boolean words = end == End.FINISHED || end == End.PREEMPTED;
      if (words) {
        tell(start, stop, "phase", Map.of("phase", "stopping"));
        tell(
            start,
            stop + 200,
            "ended",
            Map.of(
                "outcome", end == End.FINISHED ? "finished" : "interrupted",
                "code", end == End.FINISHED ? 0L : 75L,
                "why", "so it was"));
      }
      long exit = stop / 1000 + 2 + (words ? random.nextLong(0, 60) : 0);
      logs.add(new Recorded.Log(Integer.toString(number), events));
      for (int i = 0; i < nodes; i++) {
        pod(i, bound[i], main[i], exit);
        count(bound[i], main[i], exit, setup, first, stop);
      }
      over = exit;
    }

    private void train(long start, long first) {
      long at = first;
      long lost = 0;
      long stalledAt = random.nextInt(6) == 0 ? random.nextInt(from, to + 1) : -1;
      long saved = from;
      for (int k = from + 1; k <= to; k++) {
        if (k > from + 1) {
          at += stepMillis;
          add(Bucket.TRAINING, stepMillis);
          lost += stepMillis;
        }
        // no two reasons for one gap
        if (k == stalledAt && k > from + 4 && k - 1 > saved && (k - 1) % evaluateEvery != 0) {
          long stall = 2 * Math.max(60_000, 20 * stepMillis);
          at += stall;
          add(Bucket.STALLED, stall);
        }
        tell(
            start,
            at,
            "progress",
            Map.of("step", (long) k, "total", (long) steps, "tokens", 1000L * k));
        if (k == from + 1) {
          tell(start, at + 10, "phase", Map.of("phase", "training"));
        }
        lastMillis = at;
        if (k < to && k % evaluateEvery == 0) {
          at += 25_000;
          tell(start, at, "evaluation", Map.of("seconds", 25.0));
          add(Bucket.EVALUATION, 25_000);
        } else if (k < to && k % saveEvery == 0 && k - from > 3) {
          at += saveMillis;
          tell(start, at, "checkpoint", Map.of("step", (long) k));
          if (tellsSaving) {
            tell(start, at, "saving", Map.of("seconds", saveMillis / 1000.0));
          }
          add(Bucket.CHECKPOINT, saveMillis);
          usable = k;
          saved = k;
          lost = 0;
        }
      }
      if (end == End.FINISHED) {
        usable = to;
      } else {
        inside.merge(Bucket.TRAINING, -lost, Long::sum);
        add(Bucket.LOST, lost);
      }
    }

    private void add(Bucket bucket, long millis) {
      inside.merge(bucket, millis, Long::sum);
    }

    private void tell(long start, long at, String kind, Map<String, Object> data) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("s", (at - start) / 1000.0);
      all.putAll(data);
      events.add(new Event(START.plusMillis(at), kind, all));
    }

    /** What is true of one pod. */
    private void count(long bound, long main, long exit, long setup, long first, long stop) {
      boolean stepped = to > from;
      put(Bucket.PULL, 1000 * (main - bound));
      if (nodes > 1) {
        put(Bucket.PEERS, setup - 1000 * main);
      }
      long begun = nodes > 1 ? setup : 1000 * main;
      boolean stopping = end == End.FINISHED || end == End.PREEMPTED;
      long ready = stepped ? first : stopping ? stop : 1000 * exit;
      put(Bucket.SETUP, ready - begun);
      inside.forEach(this::put);
      put(Bucket.TEARDOWN, 1000 * exit - (stepped ? lastMillis : ready));
      billedMillis += 1000 * (exit - bound) * gpus;
      cost += RandomRun.this.cost(bound, exit);
    }

    private void put(Bucket bucket, long millis) {
      truth.merge(bucket, millis * gpus, Long::sum);
    }

    private void pod(int index, long bound, long main, long exit) {
      String name = "run-" + index + "-" + number;
      String node = "node-" + index + "-" + number;
      Map<String, Object> machine = node(node);
      watch.add(line(bound, "ADDED", machine));
      Map<String, Object> pod = podObject(name, index, node, bound, main);
      watch.add(line(main, "ADDED", pod));
      if (end == End.NODE_LOST) {
        watch.add(line(exit, "DELETED", machine));
        ended(pod, "Failed", Map.of("running", Map.of("startedAt", time(main))));
        target(pod, "DeletionByPodGC", exit + 60);
        watch.add(line(exit + 61, "DELETED", pod));
        return;
      }
      int code = end == End.FINISHED ? 0 : end == End.PREEMPTED ? 75 : 137;
      ended(
          pod,
          end == End.FINISHED ? "Succeeded" : "Failed",
          Map.of(
              "terminated",
              Map.of(
                  "exitCode",
                  (long) code,
                  "reason",
                  code == 137 ? "OOMKilled" : "Completed",
                  "startedAt",
                  time(main),
                  "finishedAt",
                  time(exit))));
      if (end == End.PREEMPTED) {
        target(pod, "PreemptionByScheduler", exit - 1);
      }
      watch.add(line(exit + 1, "MODIFIED", pod));
    }

    private Map<String, Object> podObject(
        String name, int index, String node, long bound, long main) {
      Map<String, Object> amounts =
          Map.of("cpu", "8", "memory", "64Gi", sharing.resource, Integer.toString(gpus));
      return tree(
          "kind", "Pod",
          "metadata",
              tree(
                  "name",
                  name,
                  "namespace",
                  "ml",
                  "uid",
                  name,
                  "creationTimestamp",
                  time(created),
                  "labels",
                  Map.of("tuneplan.dev/run-id", "r"),
                  "annotations",
                  Map.of("batch.kubernetes.io/job-completion-index", Integer.toString(index))),
          "spec",
              tree(
                  "nodeName",
                  node,
                  "containers",
                  List.of(
                      tree(
                          "name",
                          "trainer",
                          "resources",
                          Map.of("limits", amounts, "requests", amounts)))),
          "status",
              tree(
                  "phase",
                  "Running",
                  "startTime",
                  time(bound),
                  "conditions",
                  new ArrayList<>(List.of(condition("PodScheduled", bound, ""))),
                  "containerStatuses",
                  List.of(
                      tree(
                          "name",
                          "trainer",
                          "state",
                          Map.of("running", Map.of("startedAt", time(main)))))));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> status(Map<String, Object> object) {
    return (Map<String, Object>) object.get("status");
  }

  private static void ended(Map<String, Object> pod, String phase, Map<String, Object> state) {
    status(pod).put("phase", phase);
    status(pod).put("containerStatuses", List.of(tree("name", "trainer", "state", state)));
  }

  @SuppressWarnings("unchecked")
  private static void target(Map<String, Object> pod, String reason, long at) {
    ((List<Object>) status(pod).get("conditions")).add(condition("DisruptionTarget", at, reason));
  }

  private static Map<String, Object> condition(String type, long at, String reason) {
    return tree("type", type, "status", "True", "reason", reason, "lastTransitionTime", time(at));
  }

  private Map<String, Object> node(String name) {
    Map<String, Object> has =
        Map.of("cpu", "96", "memory", "512Gi", sharing.resource, Integer.toString(24));
    return tree(
        "kind", "Node",
        "metadata",
            tree(
                "name",
                name,
                "labels",
                Map.of(
                    "node.kubernetes.io/instance-type", "p4de.24xlarge",
                    "nvidia.com/gpu.product", "NVIDIA-A100-SXM4-80GB",
                    "nvidia.com/gpu.replicas",
                        sharing == Sharing.SLICED ? Integer.toString(sharing.of) : "1")),
        "status", tree("capacity", has, "allocatable", has));
  }

  private void job(long at, String condition) {
    watch.add(
        line(
            at,
            "MODIFIED",
            tree(
                "kind", "Job",
                "metadata",
                    tree(
                        "name", "run",
                        "creationTimestamp", time(0),
                        "labels", Map.of("tuneplan.dev/run-id", "r")),
                "spec", tree("parallelism", (long) nodes),
                "status", tree("conditions", List.of(condition(condition, at, ""))))));
  }

  private static String line(long at, String type, Map<String, Object> object) {
    return JsonText.of(tree("at", time(at), "type", type, "object", object));
  }

  private static String time(long seconds) {
    return START.plusSeconds(seconds).toString();
  }

  private static Map<String, Object> tree(Object... pairs) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      tree.put((String) pairs[i], pairs[i + 1]);
    }
    return tree;
  }

  /** What a pod's time costs, second by second and in floating point. */
  private double cost(long bound, long exit) {
    List<PriceSeries.Point> points = rate.prices().points();
    double sum = 0;
    int at = 0;
    for (long s = bound; s < exit; s++) {
      while (at + 1 < points.size() && !points.get(at + 1).from().isAfter(START.plusSeconds(s))) {
        at++;
      }
      sum += points.get(at).perHour().doubleValue() / 3600;
    }
    double share = (double) gpus * sharing.part / sharing.of;
    if (rate instanceof Rate.PerGpu) {
      return sum * share;
    }
    double whole = 24.0 * sharing.part / sharing.of * 0.95 + 96 * 0.031611 + 512 * 0.004237;
    return sum * (share * 0.95 + 8 * 0.031611 + 64 * 0.004237) / whole;
  }

  /** What was recorded. */
  public Recorded recorded() {
    return new Recorded(Optional.of("r"), watch, logs);
  }

  /** What its machines cost. */
  public RateBook rates() {
    return new RateBook("USD", List.of(new RateCard(RateCard.Of.ALL, rate)));
  }

  /** Milliseconds of all devices in a bucket. */
  public long millis(Bucket bucket) {
    return truth.getOrDefault(bucket, 0L);
  }

  /** Milliseconds of all devices. */
  public long billedMillis() {
    return billedMillis;
  }

  /** What it cost, but for the errors of floating point. */
  public double cost() {
    return cost;
  }

  /** Steps of which something is left. */
  public long usefulSteps() {
    return usefulSteps;
  }

  /** Steps that it was to make. */
  public int steps() {
    return steps;
  }

  /** Devices of all nodes. */
  public int devices() {
    return gpus * nodes;
  }
}
