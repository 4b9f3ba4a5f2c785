package dev.tuneplan.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Counts that PEFT, axolotl, LLaMA-Factory, Unsloth and litgpt print, against ours. Left out are
 * the bases of encoder-decoders (T5, Whisper), whose adapters are counted by their matrices.
 */
final class LoraCountTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          llama-3.2-3b, 32, q_proj+v_proj, 9175040, 3221924864
          llama-3.2-3b, 64, q_proj+v_proj, 18350080, 3231099904
          llama-3.2-3b, 10, gate_proj+up_proj+down_proj, 9461760, 3222211584
          llama-3.2-3b, 10, mlp, 9461760, 3222211584
          qwen2.5-3b, 16, q_proj+v_proj, 3686400, 3089625088
          llama-3.2-1b, 8, q_proj, 524288, 1236338688
          opt-6.7b, 16, q_proj+v_proj, 8388608, 6666862592
          opt-350m, 16, q_proj+v_proj, 1572864, 332769280
          qwen3-14b, 32, all-linear, 128450560, 14896757760
          llama-3-8b, 8, all-linear, 20971520, 8051232768
          qwen2.5-7b, 8, all-linear, 20185088, 7635801600
          llama-3-8b, 16, all-linear, 41943040, 8072204288
          mistral-7b-v0.1, 16, all-linear, 41943040, 7283675136
          llama-3-8b, 64, all-linear, 167772160, 8198033408
          qwen2.5-1.5b, 16, all-linear, 18464768, 1562179072
          llama-2-7b, 8, q_proj+v_proj, 4194304, 6742609920
          llama-2-7b, 16, q_proj+v_proj, 8388608, 6746804224
          llama-2-7b, 16, all-linear, 39976960, 6778392576
          llama-2-13b, 8, q_proj+v_proj, 6553600, 13022417920
          phi-1.5, 8, q_proj+v_proj, 1572864, 1419843584
          llama-2-70b, 16, all-linear, 207093760, 69183741952
          llama-3-70b, 16, all-linear, 207093760, 70760800256
          llama-3-8b, 16, attention, 13631488, 8043892736
          qwen2.5-7b, 16, all-linear, 40370176, 7655986688
          """)
  void trainedParametersAreThosePrinted(
      String model, int rank, String targets, long trained, long all) {
    ModelShape shape = Configs.shape(model);
    long ours = LoraTargets.parse(targets).parameters(shape, rank, false);
    assertThat(ours).isEqualTo(trained);
    assertThat(shape.parameters() + ours).isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          Flan-T5-large, 16, 1024, 1024, 144, 4718592
          Flan-T5-XXL, 16, 4096, 4096, 144, 18874368
          Whisper-large-v2, 32, 1280, 1280, 192, 15728640
          """)
  void adaptersOfEncoderDecodersAreCountedByTheirMatrices(
      String model, int rank, long in, long out, int matrices, long trained) {
    Linear q = Linear.of("q", in, out, false, Linear.Part.ATTENTION_INPUT);
    Layer layer =
        new Layer(
            matrices,
            List.of(q),
            1,
            in,
            in,
            in,
            1,
            true,
            1,
            0,
            false,
            Layer.Activation.PLAIN,
            1,
            0);
    assertThat(LoraTargets.of(List.of("q")).in(layer)).as(model).hasSize(1);
    assertThat(matrices * rank * (q.in() + q.out())).isEqualTo(trained);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          llama-3-8b, 16, attention, 20971520
          llama-3-70b, 16, all-linear, 83886080
          llama-2-70b, 16, all-linear, 83886080
          """)
  void falseCountsInCirculationAreNotReached(String model, int rank, String targets, long claimed) {
    assertThat(LoraTargets.parse(targets).parameters(Configs.shape(model), rank, false))
        .isNotEqualTo(claimed);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          llama-3-8b, 16, all-linear, 8072777728
          qwen2.5-7b, 16, all-linear, 7656293888
          llama-2-7b, 8, q_proj+v_proj, 6738415616
          """)
  void falseTotalsInCirculationAreNotReached(String model, int rank, String targets, long claimed) {
    ModelShape shape = Configs.shape(model);
    long ours = LoraTargets.parse(targets).parameters(shape, rank, false);
    assertThat(shape.parameters() + ours).isNotEqualTo(claimed);
  }

  @Test
  void litgptsFusedAdapterCountsLikeSeparateOnes() {
    // Falcon-40B r8 and StableLM-alpha-3B r8 on query and value: r·(h + out) for each of the two
    ModelShape falcon =
        Configs.read(
            "{model_type: llama, hidden_size: 8192, num_hidden_layers: 60,"
                + " num_attention_heads: 128, num_key_value_heads: 8, intermediate_size: 32768,"
                + " vocab_size: 65024}");
    assertThat(LoraTargets.parse("q_proj v_proj").parameters(falcon, 8, false))
        .isEqualTo(12_042_240L);
    ModelShape stable =
        Configs.read(
            "{model_type: llama, hidden_size: 4096, num_hidden_layers: 16,"
                + " num_attention_heads: 32, intermediate_size: 16384, vocab_size: 50688}");
    assertThat(LoraTargets.parse("q_proj v_proj").parameters(stable, 8, false))
        .isEqualTo(2_097_152L);
  }

  @Test
  void whatOtherMethodsTrainFollowsFromTheShape() {
    ModelShape shape = Configs.shape("llama-3.2-3b");
    long norms =
        shape.layers().stream().mapToLong(l -> l.count() * l.normParameters()).sum()
            + shape.finalNormParameters();
    assertThat(norms).as("LN tuning").isEqualTo(175_104L);
    assertThat(2 * shape.hidden()).as("two trainable tokens").isEqualTo(6_144L);
    long second =
        shape.layers().stream()
            .flatMap(l ->
                LoraTargets.parse("q_proj v_proj").in(l).stream()
                    .map(m -> l.count() * 32 * m.out()))
            .mapToLong(Long::longValue)
            .sum();
    assertThat(second).as("LoRA-FA trains B only").isEqualTo(3_670_016L);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          llama-3.2-3b, 32, q_proj+v_proj, 9289728
          llama-3-8b, 8, all-linear, 22347776
          """)
  void magnitudesOfDoraAreAdded(String model, int rank, String targets, long trained) {
    ModelShape shape = Configs.shape(model);
    assertThat(LoraTargets.parse(targets).parameters(shape, rank, true)).isEqualTo(trained);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          llama-3-8b, 16, q_proj+k_proj+v_proj+o_proj, 20971520
          llama-3-70b, 16, all-linear, 83886080
          llama-3-8b, 16, all-linear, 42516480
          qwen2.5-7b, 16, all-linear, 40677376
          llama-2-7b, 8, q_proj+v_proj, 0
          """)
  void numbersOfTutorialsThatAreFalseAreNotReproduced(
      String model, int rank, String targets, long said) {
    ModelShape shape = Configs.shape(model);
    assertThat(LoraTargets.parse(targets).parameters(shape, rank, false)).isNotEqualTo(said);
  }

  @Test
  void embeddingAndHeadAsTargetsCountTheirTwoThinMatrices() {
    // PEFT's example adds 27 tokens to Mistral 7B: the config then says 32027
    ModelShape shape =
        Configs.read(
            """
            {model_type: mistral, hidden_size: 4096, num_hidden_layers: 32,
             num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14336,
             vocab_size: 32027}
            """);
    long ours =
        LoraTargets.of(List.of("embed_tokens", "lm_head", "q_proj", "v_proj"))
            .parameters(shape, 64, false);
    assertThat(ours).isEqualTo(31_886_720L);
    assertThat(shape.parameters() + ours).isEqualTo(7_273_840_000L);
  }

  @Test
  void aScoreHeadInPlaceOfTheOutputHeadAddsItsOwnWeights() {
    ModelShape shape = Configs.shape("gemma-2-2b");
    long ours = LoraTargets.parse("q_proj v_proj").parameters(shape, 16, false) + 2 * 2304;
    assertThat(ours).isEqualTo(3_199_488L);
  }

  @Test
  void modulesThatAreSavedWholeAreCountedOnceEach() {
    ModelShape shape = Configs.shape("llama-3-8b");
    assertThat(LoraTargets.saved(shape, List.of("embed_tokens", "lm_head")))
        .isEqualTo(1_050_673_152L);
  }

  @Test
  void fusedExpertsGetAdaptersFromAllLinearWhereMixtralsPatternIsKnown() {
    assertThat(LoraTargets.allLinear().in(Configs.shape("mixtral-8x7b").layers().getFirst()))
        .extracting(Linear::name)
        .containsExactly(
            "q_proj", "k_proj", "v_proj", "o_proj", "gate", "gate_up_proj", "down_proj");
  }

  @Test
  void fusedExpertsGetNoAdapterByName() {
    assertThat(
            LoraTargets.parse("q_proj,down_proj")
                .in(Configs.shape("mixtral-8x7b").layers().getFirst()))
        .extracting(Linear::name)
        .containsExactly("q_proj");
  }

  @Test
  void namesThatNoModuleHasAreReported() {
    assertThat(LoraTargets.parse("q_proj,c_attn,lm_head").unknownIn(Configs.shape("llama-3-8b")))
        .containsExactly("c_attn");
  }
}
