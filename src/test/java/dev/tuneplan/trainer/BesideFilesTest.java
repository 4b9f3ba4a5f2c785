package dev.tuneplan.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.files.Leaves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accelerate and DeepSpeed configs beside a trainer's file. */
class BesideFilesTest {
  private static final String TRL =
      "model_name_or_path: Qwen/Qwen2.5-0.5B\ndtype: bfloat16\nper_device_train_batch_size: 2\n";

  @TempDir private Path folder = Path.of("");
  private Path main = Path.of("");

  @BeforeEach
  void writeTheTrainersFile() throws IOException {
    main = file("sft.yaml", TRL);
  }

  private Path file(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    return Files.writeString(folder.resolve(name), text);
  }

  private static String setting(TrainerConfig c, String key) {
    var node = c.settings().values().get(key);
    return node == null ? "" : String.valueOf(Leaves.plain(node));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fsdp_sharding_strategy: FULL_SHARD|fsdp|false|full",
        "fsdp_sharding_strategy: 2|zero2|false|full",
        "fsdp_sharding_strategy: SHARD_GRAD_OP|zero2|false|full",
        "fsdp_sharding_strategy: NO_SHARD|ddp|false|full",
        "fsdp_sharding_strategy: HYBRID_SHARD|fsdp|false|full",
        "fsdp_reshard_after_forward: false, fsdp_version: 2|zero2|false|full",
        "fsdp_reshard_after_forward: FULL_SHARD, fsdp_version: 1|fsdp|false|full",
        "fsdp_offload_params: true|fsdp|true|full",
        "fsdp_activation_checkpointing: true|fsdp|false|full",
      })
  void accelerateSaysHowFsdpSpreads(
      String keys, String scheme, String offload, String checkpointing) throws IOException {
    Path accelerate =
        file("acc.yaml", "distributed_type: FSDP\nnum_processes: 4\nfsdp_config: {" + keys + "}\n");
    TrainerConfig c = TrainerFiles.read(List.of(accelerate, main));
    assertThat(setting(c, "training.parallelism")).isEqualTo(scheme);
    assertThat(setting(c, "training.offloadParameters").equals("true") + "").isEqualTo(offload);
    assertThat(setting(c, "training.checkpointing")).isEqualTo(checkpointing);
    assertThat(setting(c, "hardware.maxGpus")).isEqualTo("4");
  }

  @ParameterizedTest
  @CsvSource({"NO, '', 1", "MULTI_GPU, ddp, 8"})
  void accelerateSaysThatNothingIsSpread(String type, String scheme, String gpus)
      throws IOException {
    Path accelerate =
        file(
            "acc.yaml",
            "distributed_type: " + type + (type.equals("NO") ? "\n" : "\nnum_processes: 8\n"));
    TrainerConfig c = TrainerFiles.read(List.of(main, accelerate));
    assertThat(setting(c, "training.parallelism")).isEqualTo(scheme);
    assertThat(setting(c, "hardware.maxGpus")).isEqualTo(gpus);
  }

  @ParameterizedTest
  @CsvSource({
    "0, none, none, ddp, false, false",
    "1, none, none, zero1, false, false",
    "2, cpu, none, zero2, true, false",
    "3, nvme, cpu, zero3, true, true",
  })
  void deepSpeedSaysStageAndOffloading(
      int stage, String states, String weights, String scheme, String away, String weightsAway)
      throws IOException {
    Path json =
        file(
            "ds.json",
            """
            {"zero_optimization": {"stage": %d, "offload_optimizer": {"device": "%s"},
             "offload_param": {"device": "%s"}}, "bf16": {"enabled": "auto"}}
            """
                .formatted(stage, states, weights));
    TrainerConfig c = TrainerFiles.read(List.of(main, json));
    assertThat(setting(c, "training.parallelism")).isEqualTo(scheme);
    assertThat(setting(c, "training.offloadOptimizer")).isEqualTo(away);
    assertThat(setting(c, "training.offloadParameters")).isEqualTo(weightsAway);
  }

  @Test
  void deepSpeedsBatchOfAllGpusSaysHowManyTheyAre() throws IOException {
    Path json =
        file("ds.json", "{\"zero_optimization\": {\"stage\": 2}, \"train_batch_size\": 16}");
    TrainerConfig c = TrainerFiles.read(List.of(main, json));
    assertThat(setting(c, "hardware.maxGpus")).isEqualTo("8");
  }

  @Test
  void deepSpeedsOwnOptimizerTakesTheTrainersPlace() throws IOException {
    Path json =
        file(
            "ds.json",
            "{\"zero_optimization\": {\"stage\": 2}, \"optimizer\": {\"type\": \"Lion\"}}");
    assertThat(setting(TrainerFiles.read(List.of(main, json)), "training.optimizer"))
        .isEqualTo("lion");
  }

  @Test
  void aFileIsLookedForInTheFolderOfTheOneThatNamesIt() throws IOException {
    file("deep/ds.json", "{\"zero_optimization\": {\"stage\": 1}}");
    Path named = file("named.yaml", TRL + "deepspeed: deep/ds.json\n");
    TrainerConfig c = TrainerFiles.read(List.of(named));
    assertThat(setting(c, "training.parallelism")).isEqualTo("zero1");
    assertThat(c.report().files()).hasSize(2);
    assertThat(c.report().warnings()).noneMatch(w -> w.contains("is not there"));
  }

  @Test
  void aFileOnTheLineStandsForOneOfItsNameThatIsElsewhere() throws IOException {
    Path json = file("other/ds.json", "{\"zero_optimization\": {\"stage\": 2}}");
    Path named = file("named.yaml", TRL + "deepspeed: configs/ds.json\n");
    TrainerConfig c = TrainerFiles.read(List.of(named, json));
    assertThat(setting(c, "training.parallelism")).isEqualTo("zero2");
    assertThat(c.report().warnings()).noneMatch(w -> w.contains("is not there"));
  }

  @Test
  void fsdpConfigMayBeAFileOfItsOwn() throws IOException {
    file("fsdp.json", "{\"version\": 2, \"reshard_after_forward\": false, \"cpu_offlaod\": true}");
    Path named = file("named.yaml", TRL + "fsdp: full_shard\nfsdp_config: fsdp.json\n");
    TrainerConfig c = TrainerFiles.read(List.of(named));
    assertThat(setting(c, "training.parallelism")).isEqualTo("zero2");
    assertThat(c.report().unused(KeyReport.Why.UNKNOWN))
        .singleElement()
        .satisfies(u -> assertThat(u.text()).contains("did you mean 'cpu_offload'?"));
  }

  @Test
  void trlMayNameItsAccelerateConfig() throws IOException {
    file("acc.yaml", "distributed_type: FSDP\nnum_processes: 8\n");
    Path named = file("named.yaml", TRL + "accelerate_config: acc.yaml\nnum_processes: 2\n");
    TrainerConfig c = TrainerFiles.read(List.of(named));
    assertThat(setting(c, "training.parallelism")).isEqualTo("fsdp");
    assertThat(setting(c, "hardware.maxGpus")).isEqualTo("2");
  }

  @Test
  void aMissingFileIsGuessedByItsNameAndSaid() throws IOException {
    Path named = file("named.yaml", TRL + "deepspeed: ds_z3_offload_config.json\n");
    TrainerConfig c = TrainerFiles.read(List.of(named));
    assertThat(setting(c, "training.parallelism")).isEqualTo("zero3");
    assertThat(setting(c, "training.offloadOptimizer")).isEqualTo("true");
    assertThat(c.report().warnings()).singleElement().asString().contains("is not there");
  }

  @Test
  void accelerateMayNameTheDeepSpeedFile() throws IOException {
    file("ds.json", "{\"zero_optimization\": {\"stage\": 3}}");
    Path accelerate =
        file(
            "acc.yaml",
            "distributed_type: DEEPSPEED\ndeepspeed_config: {deepspeed_config_file: ds.json}\n");
    assertThat(setting(TrainerFiles.read(List.of(main, accelerate)), "training.parallelism"))
        .isEqualTo("zero3");
  }

  @Test
  void precisionsThatDifferAreAWarningWithBothPlaces() throws IOException {
    Path accelerate = file("acc.yaml", "distributed_type: MULTI_GPU\nmixed_precision: fp16\n");
    TrainerConfig c = TrainerFiles.read(List.of(main, accelerate));
    assertThat(setting(c, "training.precision")).isEqualTo("bf16");
    assertThat(c.report().warnings())
        .singleElement()
        .asString()
        .contains("acc.yaml:2:18 mixed_precision: is fp16", "default of bf16");
  }

  @Test
  void fsdpBesideDeepSpeedIsRefusedWhicheverFileSaysIt() throws IOException {
    Path fsdp = file("fsdp.yaml", TRL + "fsdp: full_shard\n");
    Path json = file("ds.json", "{\"zero_optimization\": {\"stage\": 2}}");
    Path accelerate =
        file("acc.yaml", "distributed_type: DEEPSPEED\ndeepspeed_config: {zero_stage: 2}\n");
    for (Path other : List.of(json, accelerate)) {
      InvalidInput fault =
          catchThrowableOfType(InvalidInput.class, () -> TrainerFiles.read(List.of(fsdp, other)));
      assertThat(fault).hasMessageContaining("do not go together");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "distributed_type: FSDP|fp32",
        "{distributed_type: DEEPSPEED, deepspeed_config: {zero_stage: 3}}|fp32",
        "{distributed_type: DEEPSPEED, deepspeed_config: {zero_stage: 3,"
            + " offload_optimizer_device: cpu}}|bf16",
        "distributed_type: MULTI_GPU|bf16",
      })
  void shardedFullFineTunesKeepTheirWeightsIn32Bits(String accelerate, String weights)
      throws IOException {
    Path beside = file("acc.yaml", accelerate + "\n");
    assertThat(setting(TrainerFiles.read(List.of(main, beside)), "training.weights"))
        .isEqualTo(weights);
  }

  @Test
  void theOrderOfFilesIsFree() throws IOException {
    Path accelerate = file("acc.yaml", "distributed_type: FSDP\nnum_processes: 2\n");
    List<String> both =
        Stream.of(List.of(main, accelerate), List.of(accelerate, main))
            .map(files -> TrainerFiles.read(files).settings().values().toString())
            .distinct()
            .toList();
    assertThat(both).hasSize(1);
  }

  @Test
  void adapterLoraInFourBitsIsAWarningOfAxolotl() throws IOException {
    Path file =
        file(
            "a.yml",
            "base_model: Qwen/Qwen2.5-0.5B\nadapter: lora\nload_in_4bit: true\nlora_r: 8\n"
                + "lora_target_linear: true\n");
    TrainerConfig c = TrainerFiles.read(List.of(file));
    assertThat(setting(c, "method.type")).isEqualTo("lora");
    assertThat(c.report().warnings())
        .singleElement()
        .asString()
        .contains("a.yml:3:15 load_in_4bit", "a.yml:2:10", "write adapter: qlora");
  }
}
