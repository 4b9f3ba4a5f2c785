package dev.tuneplan.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.trainer.TrainerData.Dataset;
import dev.tuneplan.trainer.TrainerData.Format;
import dev.tuneplan.trainer.TrainerData.Loss;
import dev.tuneplan.trainer.TrainerData.Packing;
import dev.tuneplan.trainer.TrainerData.TooLong;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What trainers' files say of their data. */
class TrainerDataTest {
  private static final Path FOLDER = Path.of("src/test/resources/trainers");

  private static TrainerData data(String file) {
    return TrainerFiles.read(List.of(FOLDER.resolve(file))).data();
  }

  @Test
  void axolotlNamesFieldsTemplateAndPacking() {
    TrainerData data = data("local.yml");
    Dataset set = data.train().getFirst();
    assertThat(set.files()).containsExactly(FOLDER + "/data/chats.jsonl");
    assertThat(set.format()).isEqualTo(Format.CHAT);
    assertThat(set.strategy()).isEqualTo("chat_template");
    assertThat(set.fields())
        .containsEntry("messages", "messages")
        .containsEntry("role", "role")
        .containsEntry("content", "content");
    assertThat(set.place()).hasToString(FOLDER + "/local.yml:3:11");
    assertThat(data.template()).hasValueSatisfying(t -> assertThat(t.name()).isEqualTo("qwen_25"));
    assertThat(data.loss()).isEqualTo(Loss.ASSISTANT);
    assertThat(data.evalShare()).isEqualTo(0.1);
    assertThat(data.layout().packing()).isEqualTo(Packing.FIRST_FIT_DECREASING);
    assertThat(data.layout().groupSize()).hasValue(100_000);
    assertThat(data.layout().binSize()).hasValue(64);
    assertThat(data.layout().tooLong()).isEqualTo(TooLong.DROPPED);
  }

  @Test
  void axolotlsWordsForRolesAndItsOrderAreKept() {
    TrainerData data = data("configs/axolotl-local-data.yml");
    assertThat(data.train().getFirst().fields())
        .containsEntry("role.user", "human,user")
        .containsEntry("role.assistant", "gpt,model");
    assertThat(data.eval()).extracting(Dataset::path).containsExactly("data/held-out.jsonl");
    assertThat(data.layout().packing()).isEqualTo(Packing.SEQUENTIAL);
    assertThat(data.layout().groupSize()).hasValue(50_000);
    assertThat(data.layout().tooLong()).isEqualTo(TooLong.CUT);
    assertThat(data.train().getFirst().local()).isFalse();
  }

  @Test
  void localFilesBecomeTheSpecsData() {
    var settings = TrainerFiles.read(List.of(FOLDER.resolve("local.yml"))).settings().values();
    assertThat(settings).containsKeys("data.train", "data.format");
  }

  @Test
  void llamaFactoryLooksNamesUpInDatasetInfo() {
    TrainerData data = data("llamafactory-data.yaml");
    Dataset support = data.train().get(0);
    Dataset extra = data.train().get(1);
    assertThat(support.files()).containsExactly(FOLDER + "/data/support.jsonl");
    assertThat(support.format()).isEqualTo(Format.CHAT);
    assertThat(support.fields())
        .containsEntry("messages", "turns")
        .containsEntry("tools", "functions")
        .containsEntry("role", "role")
        .containsEntry("role.assistant", "assistant");
    assertThat(extra.path()).isEqualTo("org/extra");
    assertThat(extra.local()).isFalse();
    assertThat(extra.fields())
        .containsEntry("instruction", "q")
        .containsEntry("output", "a")
        .containsEntry("input", "input");
    assertThat(data.eval().getFirst().files()).containsExactly(FOLDER + "/data/held-out.jsonl");
    assertThat(data.eval().getFirst().fields())
        .containsEntry("role", "from")
        .containsEntry("role.user", "human");
    assertThat(data.loss()).isEqualTo(Loss.ALL);
    assertThat(data.maxSamples()).hasValue(5000);
    assertThat(data.layout().packing()).isEqualTo(Packing.KNAPSACK);
  }

  @ParameterizedTest
  @CsvSource({
    "trl-lora.yaml, BEST_FIT_DECREASING, CUT, BY_FORMAT",
    "trl-defaults.yaml, NONE, CUT, BY_FORMAT",
    "trl-qlora-nested.yaml, WRAPPED, SPLIT, BY_FORMAT",
    "trl-full-fsdp2.yaml, BEST_FIT_DECREASING, CUT, ASSISTANT",
    "trl-padding-free.yaml, PADDING_FREE, CUT, ALL",
    "lf-neat-packing.yaml, KNAPSACK, CUT, LAST_ANSWER",
    "lf-pretrain.yaml, WRAPPED, SPLIT, ALL",
    "lf-lora.yaml, NONE, CUT, ASSISTANT",
    "axolotl-qlora-8b.yml, FIRST_FIT_DECREASING, DROPPED, COMPLETION",
    "axolotl-qlora-fsdp.yml, NONE, DROPPED, COMPLETION",
    "axolotl-context-parallel.yml, FIRST_FIT_DECREASING, DROPPED, ALL",
    "tune-lora-8b.yaml, NONE, CUT, ALL",
    "tune-chat-steps.yaml, SEQUENTIAL, CUT, ASSISTANT",
    "hf-arguments.json, WRAPPED, SPLIT, ALL",
  })
  void trainersFillSequencesInTheirOwnWays(
      String file, Packing packing, TooLong tooLong, Loss loss) {
    TrainerData data = data("configs/" + file);
    assertThat(data.layout().packing()).isEqualTo(packing);
    assertThat(data.layout().tooLong()).isEqualTo(tooLong);
    assertThat(data.loss()).isEqualTo(loss);
  }

  @Test
  void trlTakesAMixtureBeforeASingleDataSet() {
    TrainerData data = data("configs/trl-qlora-nested.yaml");
    assertThat(data.train())
        .extracting(Dataset::path)
        .containsExactly("HuggingFaceH4/ultrachat_200k", "stanfordnlp/imdb");
    assertThat(data.train().getFirst().split()).hasValue("train_sft");
  }

  @Test
  void batchesByLengthAndTextFieldsOfTrlAreKept() {
    TrainerData data = data("configs/trl-padding-free.yaml");
    assertThat(data.layout().groupByLength()).isTrue();
    assertThat(data.train().getFirst().fields()).containsEntry("text", "review");
  }

  @Test
  void torchtuneNamesItsTokenizerAndColumns() {
    TrainerData data = data("configs/tune-chat-steps.yaml");
    assertThat(data.tokenizer()).hasValue("tokenizer.model");
    assertThat(data.train().getFirst().format()).isEqualTo(Format.CHAT);
    assertThat(data.train().getFirst().fields()).containsEntry("messages", "messages");
  }
}
