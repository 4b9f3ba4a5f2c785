package dev.tuneplan.agent.progress;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a trainer's last words say about why it ended. Only words that leave no doubt count: an end
 * that is taken for a fault of the settings is not tried again. Thread-safe.
 */
public final class Signs {
  private static final Pattern OOM =
      Pattern.compile(
          "CUDA out of memory|CUDA error: out of memory|HIP out of memory|OutOfMemoryError"
              + "|cudaErrorMemoryAllocation|CUBLAS_STATUS_ALLOC_FAILED|hipErrorOutOfMemory"
              + "|XPU out of memory");

  // exceptions of pydantic, datasets, huggingface_hub, PyYAML, json, and of Python itself
  private static final Pattern SETTINGS =
      Pattern.compile(
          "^(?:\\[[^\\]]{1,60}\\]:?"
              + " ?){0,8}(?:\\w{1,60}\\.){0,8}(?:ValidationError|DatasetNotFoundError"
              + "|DataFilesNotFoundError|DatasetGenerationError|RepositoryNotFoundError"
              + "|GatedRepoError|RevisionNotFoundError|ScannerError|ParserError|JSONDecodeError"
              + "|FileNotFoundError|ModuleNotFoundError|ImportError|NotADirectoryError)\\b|error:"
              + " unrecognized arguments|error: the following arguments are required|Some"
              + " (?:specified arguments|keys) are not used by the HfArgumentParser|is not a local"
              + " folder and is not a valid model identifier|^Error: No such option|^Error: Invalid"
              + " value for");

  private static final Pattern PASSING =
      Pattern.compile(
          "ConnectionError|ConnectTimeout|ReadTimeout|Temporary failure in name resolution"
              + "|Connection reset by peer|5\\d\\d Server Error|429 Client Error"
              + "|We couldn't connect to|LocalEntryNotFoundError|No space left on device");

  private static final Pattern ERROR =
      Pattern.compile(
          "^(?:\\[[^\\]]{1,60}\\]:? ?){0,8}[\\w.]{0,120}(?:Error|Exception|Interrupt)\\b.*");

  /** An error that was caught is no reason any more after so many lines. */
  private static final long FRESH_LINES = 5000;

  private static final int SHOWN = 300;

  private long lines;
  private Seen oom = Seen.NEVER;
  private Seen settings = Seen.NEVER;
  private Seen passing = Seen.NEVER;
  private Seen error = Seen.NEVER;

  private record Seen(long line, String text) {
    static final Seen NEVER = new Seen(Long.MIN_VALUE / 2, "");
  }

  /** Takes a line. */
  public synchronized void line(String line) {
    lines++;
    Seen seen = new Seen(lines, line.length() <= SHOWN ? line : line.substring(0, SHOWN));
    oom = OOM.matcher(line).find() ? seen : oom;
    settings = SETTINGS.matcher(line).find() ? seen : settings;
    passing = PASSING.matcher(line).find() ? seen : passing;
    error = ERROR.matcher(line).matches() ? seen : error;
  }

  /** The line about memory of the GPU. */
  public synchronized Optional<String> outOfMemory() {
    return fresh(oom);
  }

  /** The line about settings or data, unless something that passes was in play. */
  public synchronized Optional<String> settings() {
    return fresh(passing).isPresent() ? Optional.empty() : fresh(settings);
  }

  /** The last line that looks like an error. */
  public synchronized Optional<String> error() {
    return fresh(error);
  }

  private Optional<String> fresh(Seen seen) {
    return lines - seen.line <= FRESH_LINES ? Optional.of(seen.text) : Optional.empty();
  }
}
