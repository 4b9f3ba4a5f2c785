package dev.tuneplan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads when a config cannot be used. */
final class HfConfigFaultsTest {
  @Test
  void everyMissingSizeIsNamedAtOnce() {
    assertThatThrownBy(() -> Configs.read("{model_type: llama}"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("hidden_size")
        .hasMessageContaining("num_hidden_layers")
        .hasMessageContaining("vocab_size");
  }

  @Test
  void anUnknownFamilyIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> Configs.read("{model_type: lama}"))
        .hasMessageContaining("did you mean 'llama'")
        .hasMessageContaining("safetensors");
  }

  @Test
  void anIndexBesideAnUnknownFamilyGivesItsSizeInTheMessage(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"zamba9\"}");
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\": {\"total_size\": 4242}, \"weight_map\": {}}");
    ModelCatalogue catalogue = new ModelCatalogue(List.of());
    assertThatThrownBy(() -> catalogue.find(folder.toString()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("4242 bytes")
        .hasMessageContaining("only sizes are known");
  }

  @Test
  void everyProfileOfTheRepositoryAgreesWithItsConfig() {
    ModelCatalogue catalogue = new ModelCatalogue(List.of(Path.of("model-profiles")));
    assertThat(catalogue.ids()).isNotEmpty();
    assertThat(catalogue.ids())
        .allSatisfy(id -> assertThat(catalogue.find(id).parameters()).isPositive());
  }

  @Test
  void aMisspelledModelIsAnsweredWithTheNearest() {
    ModelCatalogue catalogue = new ModelCatalogue(List.of(Path.of("model-profiles")));
    assertThat(catalogue.find("llama-2-7b-HF").id()).isEqualTo("meta-llama/Llama-2-7b-hf");
    assertThatThrownBy(() -> catalogue.find("meta-llama/Lama-2-7b-hf"))
        .hasMessageContaining("did you mean 'meta-llama/Llama-2-7b-hf'");
  }
}
