package dev.tuneplan.agent;

import dev.tuneplan.agent.progress.Board;
import dev.tuneplan.agent.progress.CallbackServer;
import dev.tuneplan.agent.progress.Checkpoints;
import dev.tuneplan.agent.progress.LogFile;
import dev.tuneplan.agent.progress.OutputLines;
import dev.tuneplan.agent.progress.Signs;
import dev.tuneplan.agent.progress.Source;
import dev.tuneplan.agent.record.Moment;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * What a trainer is looked at with.
 *
 * @param callback empty where it could not be opened: the other sources are left
 */
record Progressing(
    Board board,
    OutputLines lines,
    Signs signs,
    Optional<LogFile> log,
    Checkpoints checkpoints,
    Optional<CallbackServer> callback)
    implements AutoCloseable {

  static Progressing open(Wrapper.Parts parts) {
    Settings.Trainer trainer = parts.settings().trainer();
    Board board = new Board(trainer.steps());
    Optional<LogFile> log = trainer.log().map(l -> new LogFile(l.file(), l.step(), l.total()));
    log.ifPresent(LogFile::skip);
    return new Progressing(
        board,
        new OutputLines(r -> board.report(Source.OUTPUT, r, Moment.now()), Moment::now),
        new Signs(),
        log,
        parts.checkpoints(),
        listen(parts, board));
  }

  private static Optional<CallbackServer> listen(Wrapper.Parts parts, Board board) {
    try {
      return Optional.of(
          CallbackServer.start(
              parts.settings().attempt().resolve("callback.token"),
              r -> board.report(Source.CALLBACK, r, Moment.now())));
    } catch (IOException e) {
      parts.streams().say().accept("no progress by callback: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The variables that make Transformers report. */
  Map<String, String> env() {
    return callback.map(c -> c.env(System.getenv())).orElse(Map.of());
  }

  void line(String line) {
    lines.line(line);
    signs.line(line);
  }

  @Override
  public void close() {
    callback.ifPresent(CallbackServer::close);
  }
}
