package dev.tuneplan.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published parameter counts (KerasHub presets, lines that PEFT prints) against the configs. */
final class ParameterCountTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          llama-2-7b, 6_738_415_616
          llama-2-13b, 13_015_864_320
          llama-2-70b, 68_976_648_192
          llama-3-8b, 8_030_261_248
          llama-3-70b, 70_553_706_496
          llama-3.1-405b, 405_853_388_800
          llama-3.2-1b, 1_235_814_400
          llama-3.2-3b, 3_212_749_824
          mistral-7b-v0.1, 7_241_732_096
          mistral-7b-v0.3, 7_248_023_552
          mistral-small-24b, 23_572_403_200
          qwen2.5-0.5b, 494_032_768
          qwen2.5-1.5b, 1_543_714_304
          qwen2.5-3b, 3_085_938_688
          qwen2.5-7b, 7_615_616_512
          qwen2.5-14b, 14_770_033_664
          qwen2.5-32b, 32_763_876_352
          qwen2.5-72b, 72_706_203_648
          tinyllama-1.1b, 1_100_048_384
          yi-34b, 34_388_917_248
          codellama-34b, 33_743_970_304
          falcon-7b, 6_921_720_704
          qwen3-0.6b, 596_049_920
          qwen3-1.7b, 1_720_574_976
          qwen3-4b, 4_022_468_096
          qwen3-8b, 8_190_735_360
          qwen3-14b, 14_768_307_200
          qwen3-32b, 32_762_123_264
          qwen3-30b-a3b, 30_532_122_624
          qwen3-235b-a22b, 235_093_634_560
          mixtral-8x7b, 46_702_792_704
          mixtral-8x22b, 140_630_071_296
          qwen1.5-moe-a2.7b, 14_315_784_192
          gemma-2b, 2_506_172_416
          gemma-7b, 8_537_680_896
          gemma-2-2b, 2_614_341_888
          gemma-2-9b, 9_241_705_984
          gemma-2-27b, 27_227_128_320
          gemma-3-1b, 999_885_952
          gemma-3-4b-text, 3_880_099_328
          gemma-3-12b-text, 11_765_788_416
          gemma-3-27b-text, 27_009_002_240
          phi-3-mini, 3_821_079_552
          phi-3-medium, 13_960_238_080
          phi-2, 2_779_683_840
          phi-1.5, 1_418_270_720
          gpt2, 124_439_808
          gpt2-medium, 354_823_168
          gpt2-large, 774_030_080
          gpt2-xl, 1_557_611_200
          gpt-neox-20b, 20_554_567_680
          pythia-6.9b, 6_857_302_016
          pythia-12b, 11_846_072_320
          opt-6.7b, 6_658_473_984
          bloom-560m, 559_214_592
          """)
  void parametersFollowFromTheConfig(String model, String published) {
    assertThat(Configs.shape(model).parameters()).isEqualTo(number(published));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          qwen3-30b-a3b, 3_353_032_704
          qwen3-235b-a22b, 22_190_763_520
          mixtral-8x7b, 12_879_925_248
          mixtral-8x22b, 39_161_468_928
          llama-3-8b, 8_030_261_248
          """)
  void activeParametersLeaveOutOnlyIdleExperts(String model, String published) {
    assertThat(Configs.shape(model).activeParameters()).isEqualTo(number(published));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          llama-2-7b, 6_476_005_376
          llama-3-8b, 6_979_321_856
          qwen2.5-7b, 6_525_288_448
          llama-2-70b, 68_451_041_280
          qwen2.5-72b, 70_212_648_960
          """)
  void weightsThatCanBePackedAreThoseOfTheDecoderMatrices(String model, String published) {
    assertThat(Configs.shape(model).quantisableWeights(false)).isEqualTo(number(published));
  }

  @Test
  void aNestedTextConfigIsReadAndWhatGemmaLeavesOutIsFilledIn() {
    ModelShape shape =
        Configs.read(
            """
            {"model_type": "gemma3", "text_config": {"model_type": "gemma3_text",
             "hidden_size": 2560, "intermediate_size": 10240, "num_hidden_layers": 34}}
            """);
    assertThat(shape.parameters()).isEqualTo(3_880_263_168L);
  }

  static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }
}
