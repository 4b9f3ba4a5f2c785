package dev.tuneplan.agent;

import dev.tuneplan.agent.process.Family;
import dev.tuneplan.agent.process.Programs;
import dev.tuneplan.agent.progress.Checkpoints;
import dev.tuneplan.agent.record.Event;
import dev.tuneplan.agent.record.Moment;
import dev.tuneplan.agent.record.ProcessMark;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Runs a trainer's command to an end that is verified: waits for peers, goes on from the newest
 * complete checkpoint, passes signals and output on, reads progress, keeps the limits, and says by
 * its exit code how it ended ({@link Outcome}).
 */
public final class Wrapper {
  /** The file of events in an attempt's folder. */
  public static final String EVENTS = "events.jsonl";

  /** The key of the seconds since the attempt's start, in every event. */
  public static final String SECONDS = "s";

  /** The key of the launch, in the event of the start. */
  static final String LAUNCH = "launch";

  private final Parts parts;
  private final Inbox inbox = new Inbox();

  /** What the parts of a wrapper share. */
  record Parts(Settings settings, Streams streams, Journal journal, Meter meter, Family family) {
    Parts(Settings settings, Streams streams, Journal journal, Meter meter) {
      this(settings, streams, journal, meter, new Family(settings.run() + "-" + UUID.randomUUID()));
    }

    Checkpoints checkpoints() {
      return new Checkpoints(settings.trainer().output());
    }

    void phase(Phase phase, Moment at) {
      journal.state(at, "phase", "phase", phase.word());
      meter.phase(phase, at);
    }
  }

  /**
   * Where the trainer's output goes, and the wrapper's own words.
   *
   * @param say takes a sentence for people
   * @param told takes each event as it happens
   */
  public record Streams(
      OutputStream out, OutputStream err, Consumer<String> say, Consumer<Event> told) {}

  private Wrapper(Parts parts) {
    this.parts = parts;
  }

  /**
   * Runs an attempt to its end.
   *
   * @return how it ended
   */
  public static Verdict run(Settings settings, Streams streams, Signals signals, Meter meter)
      throws InterruptedException {
    try (Journal journal = Journal.open(settings.attempt(), Moment.now(), streams)) {
      Wrapper wrapper = new Wrapper(new Parts(settings, streams, journal, meter));
      signals.listen(wrapper.inbox::signal);
      End end = wrapper.run();
      end.record(wrapper.parts, Moment.now());
      streams.say().accept(end.verdict().outcome().word() + ": " + end.verdict().why());
      return end.verdict();
    }
  }

  private End run() throws InterruptedException {
    Settings settings = parts.settings;
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("run", settings.run());
    if (!settings.launch().isEmpty()) {
      data.put(LAUNCH, settings.launch());
    }
    data.put("attempt", settings.attempt().getFileName().toString());
    data.put("wrapper", ProcessMark.own().tree());
    // before there is any process, so that whoever cleans up after a killed wrapper finds them
    data.put("family", parts.family.mark());
    data.put("command", settings.command());
    parts.journal.state(parts.journal.start(), "started", data);
    Budget budget = Budget.of(settings);
    Optional<String> spent = budget.spent();
    if (spent.isPresent()) {
      return End.before(Outcome.BUDGET, spent.get());
    }
    Optional<Peers> peers = settings.peers();
    return peers.isPresent() ? together(peers.get(), budget) : alone(budget);
  }

  /** The gate stays open for peers that come later, so the trainer runs within it. */
  private End together(Peers peers, Budget budget) throws InterruptedException {
    parts.phase(Phase.PEERS, Moment.now());
    try (PeerGate gate = PeerGate.open(parts.settings.run(), peers.port())) {
      List<String> missing = gate.missing(peers, inbox::signalled);
      return missing.isEmpty() || inbox.signalled()
          ? alone(budget)
          : End.before(Outcome.PEERS, "these peers did not answer: " + String.join(", ", missing));
    } catch (IOException e) {
      return End.before(
          Outcome.PEERS, "this node cannot answer on port " + peers.port() + ": " + e.getMessage());
    }
  }

  private End alone(Budget budget) throws InterruptedException {
    parts.phase(Phase.SETUP, Moment.now());
    String program = parts.settings.command().getFirst();
    if (inbox.signalled()) {
      return End.neverStarted(parts.checkpoints());
    }
    if (Programs.find(program, System.getenv()).isEmpty()) {
      return End.before(
          Outcome.SETTINGS,
          "there is no program '" + program + "' here; is the trainer installed?");
    }
    try (Progressing progress = Progressing.open(parts)) {
      return new Start(parts, progress).trainer(budget, inbox);
    } catch (IOException e) {
      return End.before(Outcome.SETTINGS, "'" + program + "' cannot be started: " + e.getMessage());
    }
  }
}
