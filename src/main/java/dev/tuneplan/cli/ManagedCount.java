package dev.tuneplan.cli;

import dev.tuneplan.tokens.TokenStats;
import java.util.List;

/**
 * Tokens that managed providers bill for the same data, by their own rules (facts of 2026-11:
 * OpenAI and Azure bill the file's tokens times epochs, Fireworks the data set's times epochs;
 * Together bills examples times the sequence length where it does not pack). Providers count with
 * their own tokenizers, so that the tokens of one model's tokenizer are near, not exact.
 *
 * @param providers names as in the catalogue of prices
 * @param rule in words
 * @param tokens of the whole run
 */
record ManagedCount(List<String> providers, String rule, double tokens) {
  static List<ManagedCount> of(double real, TokenStats stats, TokenStats.Run run) {
    double file = real * run.epochs();
    return List.of(
        new ManagedCount(List.of("openai", "azure-openai"), "tokens of the file x epochs", file),
        new ManagedCount(List.of("fireworks"), "tokens of the data set x epochs", file),
        new ManagedCount(
            List.of("together"), "tokens x epochs, packed (validation comes on top)", file),
        new ManagedCount(
            List.of("together"),
            "unpacked: examples x sequence length x epochs",
            stats.lengths().examples() * run.layout().sequenceLength() * run.epochs()));
  }
}
