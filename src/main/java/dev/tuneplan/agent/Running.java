package dev.tuneplan.agent;

import dev.tuneplan.agent.process.Pump;
import dev.tuneplan.agent.process.Session;
import dev.tuneplan.agent.process.UnixSignal;
import dev.tuneplan.agent.progress.Checkpoint;
import dev.tuneplan.agent.progress.LogFile;
import dev.tuneplan.agent.progress.Source;
import dev.tuneplan.agent.progress.Standing;
import dev.tuneplan.agent.record.Moment;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A trainer that runs: looks at it until it ends, and ends it when that must be. */
final class Running {
  private static final long LOOK_MILLIS = 200;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration OFTEN = Duration.ofSeconds(5);
  private static final Duration SELDOM = Duration.ofSeconds(30);

  /** Of a day of eight GPUs that is a megabyte of a node's log. */
  private static final Duration SHOWN = Duration.ofMinutes(1);

  private final Wrapper.Parts parts;
  private final Settings settings;
  private final Session session;
  private final List<Pump> pumps;
  private final Progressing eyes;
  private final Journal journal;
  private final Budget budget;
  private final Stopping stopping;
  private final Warnings warnings;
  private final Moment start = Moment.now();
  private Moment sampled = start;
  private Moment looked = start;
  private Moment told = start;
  private Moment output = start;
  private Optional<Moment> shown = Optional.empty();
  private long outputBytes;
  private long toldStep = -1;
  private long checkpoint;
  private Phase phase = Phase.SETUP;
  private boolean interrupted;
  private long writing;
  private Optional<Work.Saving> saving = Optional.empty();

  Running(Wrapper.Parts parts, Session session, List<Pump> pumps, Progressing eyes, Budget budget) {
    this.parts = parts;
    this.settings = parts.settings();
    this.journal = parts.journal();
    this.session = session;
    this.pumps = pumps;
    this.eyes = eyes;
    this.budget = budget;
    this.stopping = new Stopping(session, settings.trainer().trigger(), settings.limits().grace());
    this.warnings = new Warnings(journal);
    this.checkpoint = eyes.checkpoints().newest().map(Checkpoint::step).orElse(0L);
  }

  Stop stop() {
    return stopping.reason();
  }

  /** Whether it made a step. */
  boolean stepped() {
    return eyes.board().lastStep().isPresent();
  }

  /** Waits for its end, and returns its exit code. */
  int end(Inbox inbox) throws InterruptedException {
    while (true) {
      Optional<Inbox.Message> message = inbox.next(LOOK_MILLIS);
      Moment now = Moment.now();
      if (message.isPresent()) {
        switch (message.get()) {
          case Inbox.Exited(int exit) -> {
            return exit;
          }
          case Inbox.Received(UnixSignal signal) -> signalled(signal, now);
        }
      }
      if (now.since(sampled).compareTo(SECOND) >= 0) {
        sampled = now;
        second(now);
      }
      stopping.tick(checkpoint, now);
    }
  }

  private void signalled(UnixSignal signal, Moment now) {
    journal.state(now, "signal", "signal", signal.name());
    if (interrupted && signal == UnixSignal.INT) {
      // a second Ctrl-C: somebody does not want to wait
      stopping.kill();
    } else if (stopping.begun()) {
      stopping.hurry(now);
    } else {
      stop(Stop.SIGNAL, signal, Optional.empty(), now);
    }
    interrupted |= signal == UnixSignal.INT;
  }

  private void stop(Stop why, UnixSignal signal, Optional<Duration> patience, Moment now) {
    phase(Phase.STOPPING, now);
    stopping.begin(why, signal, patience, checkpoint, now);
  }

  /** What is done once a second. */
  private void second(Moment now) {
    parts.meter().sample(now);
    long bytes = pumps.stream().mapToLong(Pump::passed).sum();
    output = bytes == outputBytes ? output : now;
    outputBytes = bytes;
    eyes.log().flatMap(LogFile::read).ifPresent(r -> eyes.board().report(Source.LOG_FILE, r, now));
    boolean close = stopping.begun() || phase == Phase.CHECKPOINT;
    if (now.since(looked).compareTo(close ? SECOND : OFTEN) >= 0) {
      looked = now;
      checkpoints(now);
    }
    if (!stopping.begun() && stepped()) {
      Phase work = Work.of(eyes.board().lastStep(), eyes.lines().evaluating(), saving, now);
      if (work != phase) {
        phase(work, now);
      }
    }
    tell(now, false);
    show(now);
    if (!stopping.begun()) {
      warnings.see(waste(now), now);
      limits(now);
    }
  }

  private Optional<Waste> waste(Moment now) {
    Optional<Moment> step = eyes.board().lastStep();
    return phase == Phase.TRAINING && step.isPresent()
        ? Waste.of(
            parts.meter().sight(),
            settings.limits().suspicion(),
            now.since(step.get()),
            eyes.board().medianStepSeconds())
        : Optional.empty();
  }

  /**
   * The last look, at everything, after the output's end: its last step may come behind the exit.
   */
  void lastLook() {
    Moment now = Moment.now();
    eyes.log().flatMap(LogFile::read).ifPresent(r -> eyes.board().report(Source.LOG_FILE, r, now));
    checkpoints(now);
    tell(now, true);
  }

  private void checkpoints(Moment now) {
    long bytes = eyes.checkpoints().writing();
    if (bytes > 0 && bytes != writing) {
      Moment since = writing == 0 ? now : saving.map(Work.Saving::since).orElse(now);
      saving = Optional.of(new Work.Saving(since, now, true));
    } else if (bytes == 0) {
      saving = saving.map(Work.Saving::over);
    }
    writing = bytes;
    Optional<Checkpoint> newest = eyes.checkpoints().newest().filter(c -> c.step() > checkpoint);
    newest.ifPresent(c -> {
      checkpoint = c.step();
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("step", c.step());
      data.put("folder", c.folder().toString());
      journal.state(now, "checkpoint", data);
      eyes.checkpoints().state().ifPresent(r -> eyes.board().report(Source.STATE_FILE, r, now));
    });
  }

  private void limits(Moment now) {
    double seconds = journal.seconds(now);
    if (budget.near(seconds)) {
      journal.state(now, "note", "text", "the budget is nearly spent: asking for a checkpoint");
      double left = budget.limits().seconds() - budget.before() - seconds;
      stop(
          Stop.BUDGET,
          UnixSignal.TERM,
          Optional.of(Duration.ofMillis((long) (Math.max(0, left) * 1000))),
          now);
      return;
    }
    Optional<String> why =
        new StallRule(settings.limits())
            .stalled(
                new StallRule.Life(
                    start,
                    output,
                    eyes.board().lastStep(),
                    Stream.concat(
                            saving.map(Work.Saving::grew).stream(),
                            eyes.lines().otherWork().stream())
                        .max(Comparator.comparingLong(Moment::nanos)),
                    eyes.board().medianStepSeconds()),
                now);
    why.ifPresent(text -> {
      String seen = warnings.text().map(w -> "; " + w).orElse("");
      journal.state(now, "note", "text", "stalled: " + text + seen);
      StackDump.of(session.pid(), settings.attempt().resolve("stack.txt"));
      stop(Stop.STALL, UnixSignal.TERM, Optional.empty(), now);
    });
  }

  private void phase(Phase next, Moment now) {
    phase = next;
    parts.phase(next, now);
  }

  /** Shows the GPUs, as soon as something is known of them and then once a minute. */
  private void show(Moment now) {
    Map<String, Object> glance = parts.meter().glance();
    if (!glance.isEmpty() && shown.filter(m -> now.since(m).compareTo(SHOWN) < 0).isEmpty()) {
      journal.show(now, "gpus", glance);
      shown = Optional.of(now);
    }
  }

  /** Says how far it is: when that changed, and now and then as a sign of life. */
  private void tell(Moment now, boolean last) {
    Optional<Standing> standing = eyes.board().standing();
    long step = standing.map(Standing::step).orElse(-1L);
    Duration since = now.since(told);
    boolean news = step != toldStep && (last || since.compareTo(OFTEN) >= 0 || toldStep < 0);
    if (news) {
      journal.add(now, "progress", standing.map(Standing::tree).orElse(Map.of()));
    } else if (since.compareTo(SELDOM) >= 0) {
      journal.add(now, "alive", Map.of("output", outputBytes));
    } else {
      return;
    }
    told = now;
    toldStep = step;
  }
}
