package dev.tuneplan.cli;

import dev.tuneplan.trainer.TrainerConfig;
import dev.tuneplan.trainer.TrainerFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names a trainer's own configuration. */
final class FromOption {
  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "a config of axolotl, TRL, LLaMA-Factory, torchtune or Transformers; again for an"
              + " accelerate or a DeepSpeed config beside it; options win over them")
  private List<Path> files = new ArrayList<>();

  /** What the named files say; empty when none is named. */
  Optional<TrainerConfig> read() {
    return files.isEmpty() ? Optional.empty() : Optional.of(TrainerFiles.read(files));
  }
}
