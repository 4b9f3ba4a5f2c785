package dev.tuneplan.agent;

import dev.tuneplan.agent.process.UnixSignal;
import dev.tuneplan.agent.record.Attempts;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A run with a small Python program that behaves as Transformers' trainers do. */
final class FakeTrainer {
  static final Path SCRIPT = Path.of("src/test/resources/agent/trainer.py").toAbsolutePath();

  final Path run;
  final Path output;
  final Path go;
  final Path trigger;
  final Path words;
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final List<String> said = new CopyOnWriteArrayList<>();
  Done done = new Done.Steps(false);
  Resume resume = new Resume.Argument("--resume_from_checkpoint");
  Trigger how = new Trigger.None();
  Limits limits = limits(Duration.ofMinutes(1), Duration.ofMinutes(10));
  Optional<Peers> peers = Optional.empty();
  List<String> command = List.of();
  int node;
  String launch = "";
  volatile Path attempt;
  private volatile Consumer<UnixSignal> signals = s -> {};

  FakeTrainer(Path folder) {
    run = folder.resolve("run");
    output = run.resolve("output");
    go = folder.resolve("go");
    trigger = folder.resolve("save-now");
    words = folder.resolve("termination-log");
    attempt = run;
  }

  static Limits limits(Duration grace, Duration stall) {
    return new Limits(
        grace,
        stall,
        20,
        Duration.ofHours(1),
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  FakeTrainer with(String... args) {
    List<String> all = new ArrayList<>(List.of("python3", SCRIPT.toString()));
    all.addAll(List.of("--output", output.toString(), "--go", go.toString()));
    all.addAll(List.of(args));
    command = all;
    return this;
  }

  Verdict run() throws IOException, InterruptedException {
    return run(out);
  }

  Verdict run(OutputStream to) throws IOException, InterruptedException {
    attempt = new Attempts(run).next(node);
    Settings settings =
        new Settings(
            "test",
            launch,
            attempt,
            command,
            new Settings.Trainer(
                output,
                Optional.of(
                    new Settings.Log(
                        output.resolve("trainer_log.jsonl"), "current_steps", "total_steps")),
                OptionalLong.empty(),
                done,
                resume,
                how,
                Map.of()),
            limits,
            peers,
            Optional.of(words));
    return Wrapper.run(
        settings, new Wrapper.Streams(to, to, said::add, e -> {}), r -> signals = r, Meter.NONE);
  }

  /** Runs it in another thread, and waits until something is so. */
  CompletableFuture<Verdict> until(BooleanSupplier condition) {
    CompletableFuture<Verdict> verdict =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run();
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            Executors.newVirtualThreadPerTaskExecutor());
    await(() -> condition.getAsBoolean() || verdict.isDone());
    return verdict;
  }

  void signal(UnixSignal signal) {
    signals.accept(signal);
  }

  List<Event> events() {
    try {
      return EventLog.read(attempt.resolve(Wrapper.EVENTS));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Event last(String kind) {
    return events().stream().filter(e -> e.kind().equals(kind)).reduce((a, b) -> b).orElseThrow();
  }

  boolean saved(int step) {
    return Files.exists(output.resolve("checkpoint-" + step).resolve("trainer_state.json"));
  }

  String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited two minutes for something that did not come");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
