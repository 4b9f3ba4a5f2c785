package dev.tuneplan.agent.progress;

import dev.tuneplan.agent.record.Moment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Progress from lines of output, the last resort: bars of tqdm, Transformers' line with a Python
 * dict for each log, torchtune's {@code epoch|step|Loss: x} before its bar. A bar that has a title
 * counts rows or files; of those without, the first is the training, because the Trainer makes it
 * before any bar of an evaluation (ProgressCallback.on_train_begin). Thread-safe.
 */
public final class OutputLines {
  private static final Pattern BAR =
      Pattern.compile("(\\d{1,3})%\\|[^|]{0,200}\\| (\\d{1,12})/(\\d{1,12}) \\[");

  private static final Pattern TORCHTUNE =
      Pattern.compile("^\\d{1,6}\\|(\\d{1,12})\\|Loss: ([-+0-9.einfa]{1,30})");

  private static final Pattern PAIR = Pattern.compile("'([\\w/]{1,60})': '?([-+0-9.einfa]{1,30})");
  private static final String EVALUATION = "***** Running Evaluation";

  private final Consumer<Report> reader;
  private final Supplier<Moment> clock;
  private OptionalLong total = OptionalLong.empty();
  private Optional<Moment> otherWork = Optional.empty();
  private boolean evaluating;

  /** Hands on what it finds. */
  public OutputLines(Consumer<Report> reader, Supplier<Moment> clock) {
    this.reader = reader;
    this.clock = clock;
  }

  /** When an evaluation, or anything else with a bar, last moved. */
  public synchronized Optional<Moment> otherWork() {
    return otherWork;
  }

  /**
   * Whether an evaluation goes on: its heading or its bar was the last to come, and neither that
   * bar's end nor a result.
   */
  public synchronized boolean evaluating() {
    return evaluating;
  }

  /** Takes a line. */
  public synchronized void line(String line) {
    Matcher tune = TORCHTUNE.matcher(line);
    Matcher bar = BAR.matcher(line);
    if (tune.find()) {
      evaluating = false;
      reader.accept(
          new Numbers(Map.of("loss", tune.group(2)))
              .report(OptionalLong.of(Long.parseLong(tune.group(1))), OptionalLong.empty()));
    } else if (bar.find()) {
      bar(line.substring(0, bar.start()).isBlank(), bar);
    } else if (line.contains(EVALUATION)) {
      evaluating = true;
      otherWork = Optional.of(clock.get());
    }
    int dict = line.indexOf("{'");
    if (dict >= 0 && line.endsWith("}")) {
      dict(line.substring(dict));
    }
  }

  private void bar(boolean untitled, Matcher bar) {
    long done = Long.parseLong(bar.group(2));
    long all = Long.parseLong(bar.group(3));
    if (untitled && total.isEmpty()) {
      total = OptionalLong.of(all);
    }
    if (untitled) {
      // the bar of an evaluation is drawn once more when it is full, behind the result
      evaluating = total.getAsLong() != all && done < all;
    }
    if (untitled && total.getAsLong() == all) {
      reader.accept(Report.step(done, total));
    } else {
      otherWork = Optional.of(clock.get());
    }
  }

  private void dict(String text) {
    Map<String, Object> found = new LinkedHashMap<>();
    Matcher pair = PAIR.matcher(text);
    while (pair.find()) {
      found.put(pair.group(1), pair.group(2));
    }
    if (found.keySet().stream().anyMatch(k -> k.startsWith("eval_"))) {
      evaluating = false;
      otherWork = Optional.of(clock.get());
    } else if (found.containsKey("loss")) {
      reader.accept(new Numbers(found).report(OptionalLong.empty(), OptionalLong.empty()));
    }
  }
}
