package dev.tuneplan.agent;

import dev.tuneplan.agent.host.Group;
import dev.tuneplan.agent.process.Pump;
import dev.tuneplan.agent.process.Session;
import dev.tuneplan.agent.progress.Checkpoint;
import dev.tuneplan.agent.record.Moment;
import dev.tuneplan.agent.record.ProcessMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Starts a trainer where an earlier attempt left off, and follows it to its end. */
record Start(Wrapper.Parts parts, Progressing progress) {
  private static final long DRAIN_MILLIS = 5000;

  /** The variable in which a program of one's own finds the checkpoint, whatever else is said. */
  private static final String RESUME = "TUNEPLAN_RESUME_FROM";

  End trainer(Budget budget, Inbox inbox) throws IOException, InterruptedException {
    Settings.Trainer trainer = parts.settings().trainer();
    if (trainer.trigger() instanceof Trigger.File(Path file)) {
      // what an earlier attempt was asked for would disturb this one's first steps
      Files.deleteIfExists(file);
    }
    Group group = new Group();
    OptionalLong kills = group.oomKills();
    List<Path> aside = parts.settings().first() ? setAside() : List.of();
    Optional<Checkpoint> from = progress.checkpoints().newest();
    Moment start = Moment.now();
    Session session = Session.start(command(from), env(from), parts.family());
    session.onExit(inbox::exited);
    parts.journal().state(start, "trainer", started(session, from, aside));
    List<Pump> pumps =
        List.of(
            Pump.start("output", session.output(), parts.streams().out(), progress::line),
            Pump.start("errors", session.errors(), parts.streams().err(), progress::line));
    Running running = new Running(parts, session, pumps, progress, budget);
    int exit;
    try {
      exit = running.end(inbox);
    } finally {
      // also when this program has a fault: nothing that it started goes on without it
      session.kill();
    }
    for (Pump pump : pumps) {
      pump.ends(DRAIN_MILLIS);
    }
    running.lastLook();
    Ending.Words words =
        new Ending.Words(
            progress.signs().outOfMemory().or(() -> killed(kills, group.oomKills())),
            progress.signs().settings(),
            progress.signs().error());
    Ending ending =
        new Ending(
            exit,
            running.stop(),
            Proofs.of(parts.settings(), progress, new Proofs.Life(running.stop(), start)),
            progress.checkpoints().newest(),
            running.stepped(),
            words);
    return End.of(ending, progress, pumps.stream().mapToLong(Pump::lost).sum());
  }

  /** By the first node alone: two that rename one folder at once would both fail. */
  private List<Path> setAside() throws IOException {
    return progress
        .checkpoints()
        .setAside(
            parts.settings().attempt().getFileName().toString(),
            parts.settings().trainer().done() instanceof Done.Steps);
  }

  private List<String> command(Optional<Checkpoint> from) {
    List<String> command = parts.settings().command();
    return from.map(c -> parts.settings().trainer().resume().command(command, c.folder()))
        .orElse(command);
  }

  private Map<String, String> env(Optional<Checkpoint> from) {
    Settings.Trainer trainer = parts.settings().trainer();
    Map<String, String> env = new LinkedHashMap<>(progress.env());
    // without it, what Python prints comes late, and never when it is killed
    env.put("PYTHONUNBUFFERED", "1");
    env.putAll(trainer.env());
    from.ifPresent(c -> env.put(RESUME, c.folder().toString()));
    from.ifPresent(c -> env.putAll(trainer.resume().env(c.folder())));
    return env;
  }

  private static Map<String, Object> started(
      Session session, Optional<Checkpoint> from, List<Path> aside) {
    Map<String, Object> data = new LinkedHashMap<>();
    ProcessMark.of(session.pid()).ifPresent(m -> data.put("process", m.tree()));
    from.ifPresent(c -> data.put("resumedFrom", c.folder().toString()));
    from.ifPresent(c -> data.put("resumedStep", c.step()));
    if (!aside.isEmpty()) {
      data.put("setAside", aside.stream().map(Path::toString).toList());
    }
    return data;
  }

  private static Optional<String> killed(OptionalLong before, OptionalLong now) {
    return before.isPresent() && now.isPresent() && now.getAsLong() > before.getAsLong()
        ? Optional.of("the kernel killed a process for want of the machine's memory")
        : Optional.empty();
  }
}
