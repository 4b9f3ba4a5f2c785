package dev.tuneplan.launch;

import java.util.List;
import java.util.Map;

/**
 * How a trainer is started for a plan, and what its wrapper may rely on.
 *
 * @param trainer the adapter's name
 * @param command words of the program on every node; {@code torchrun} reads the rest from PET_*
 * @param env variables that this trainer needs
 * @param files settings by their names in {@link Folders#config()}
 * @param needs what the image must have
 * @param progress where steps and loss are told
 * @param resume how it goes on from a checkpoint
 * @param trigger how it is asked for a checkpoint
 * @param done what proves that it finished
 * @param notes what a person should know, in sentences
 */
public record TrainerLaunch(
    String trainer,
    List<String> command,
    Map<String, String> env,
    Map<String, String> files,
    Needs needs,
    Progress progress,
    Resume resume,
    Trigger trigger,
    Done done,
    List<String> notes) {
  public TrainerLaunch {
    command = List.copyOf(command);
    env = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(env));
    files = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(files));
    notes = List.copyOf(notes);
  }

  /** What the image must have: Python packages by name. */
  public record Needs(List<String> packages) {
    public Needs {
      packages = List.copyOf(packages);
    }
  }

  /** Where steps and loss are told. */
  public sealed interface Progress {
    /** Transformers posts them where KUBEFLOW_TRAINER_SERVER_URL says (5.18.0 and later). */
    record Callback() implements Progress {}

    /** One JSON object a line in a file. */
    record JsonLines(String path, String step, String total) implements Progress {}

    /** Lines of standard output. */
    record Output() implements Progress {}
  }

  /** How a trainer goes on from a checkpoint. */
  public sealed interface Resume {
    /** By itself, when its output folder has one. */
    record Automatic() implements Resume {}

    /** When the newest complete checkpoint is added to its command behind this word. */
    record Argument(String word) implements Resume {}

    /** Not at all: it begins anew. */
    record None() implements Resume {}
  }

  /** How a trainer is asked for a checkpoint. */
  public sealed interface Trigger {
    /** By a file that is made. */
    record File(String path) implements Trigger {}

    /** By SIGTERM: it saves, stops, and exits with 0, which is no success. */
    record Signal() implements Trigger {}

    /** Not at all: the last periodic one counts. */
    record None() implements Trigger {}
  }

  /** What proves that a trainer finished. */
  public sealed interface Done {
    /** The newest {@code trainer_state.json} below a folder is at its last step. */
    record TrainerState(String folder, long steps) implements Done {}

    /** A file or folder that is written last. */
    record Exists(String path) implements Done {}

    /** Exit code 0, for want of anything better. */
    record ExitCode() implements Done {}
  }
}
