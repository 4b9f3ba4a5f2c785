package dev.tuneplan.usage.read;

import dev.tuneplan.usage.Tokens;
import java.util.Optional;

/**
 * The tokens of a row. Logs differ in whether cached tokens are a part of the input: they are with
 * OpenAI and LiteLLM; they come beside it with Anthropic, Langfuse (which takes them off, {@code
 * ingestion/types.ts}) and Helicone ({@code openAIUsageProcessor.ts}), unless a total says
 * otherwise.
 */
final class RowTokens {
  private final RowFields f;

  RowTokens(RowFields fields) {
    this.f = fields;
  }

  /** Empty when the row tells none. */
  Optional<Tokens> read() throws BadRow {
    if (f.has(Slot.PART_INPUT) || f.has(Slot.PART_OUTPUT) || f.has(Slot.PART_CACHED)) {
      return Optional.of(parts());
    }
    if (f.has(Slot.USAGE_PROMPT) || f.has(Slot.USAGE_INPUT) || f.has(Slot.USAGE_OUTPUT)) {
      return Optional.of(usage());
    }
    if (f.has(Slot.INPUT) || f.has(Slot.OUTPUT)) {
      return Optional.of(columns());
    }
    return Optional.empty();
  }

  private Tokens usage() throws BadRow {
    long created = f.count(Slot.USAGE_CREATED);
    long unusual = f.count(Slot.USAGE_AUDIO) + Math.max(created, f.count(Slot.USAGE_WRITTEN));
    long output = f.count(Slot.USAGE_OUTPUT);
    if (f.has(Slot.USAGE_PROMPT) || f.has(Slot.USAGE_CACHED)) {
      long input = f.count(f.has(Slot.USAGE_PROMPT) ? Slot.USAGE_PROMPT : Slot.USAGE_INPUT);
      long cached = f.count(f.has(Slot.USAGE_CACHED) ? Slot.USAGE_CACHED : Slot.USAGE_READ);
      return tokens(input, cached, output, unusual);
    }
    long read = f.count(Slot.USAGE_READ);
    return tokens(f.count(Slot.USAGE_INPUT) + read + created, read, output, unusual);
  }

  private Tokens parts() throws BadRow {
    long input = f.count(Slot.PART_INPUT);
    long output = f.count(Slot.PART_OUTPUT);
    long cached = f.count(Slot.PART_CACHED);
    long unusual = f.count(Slot.PART_UNUSUAL);
    long beside = f.count(Slot.PART_INPUT_MORE) + cached + unusual;
    if (f.has(Slot.PART_TOTAL) && f.count(Slot.PART_TOTAL) == input + output) {
      return tokens(input, cached, output, unusual);
    }
    return tokens(input + beside, cached, output + f.count(Slot.PART_OUTPUT_MORE), unusual);
  }

  private Tokens columns() throws BadRow {
    long input = f.count(Slot.INPUT);
    long output = f.count(Slot.OUTPUT);
    long audio = f.count(Slot.AUDIO);
    if (f.has(Slot.READ_BESIDE) || f.has(Slot.WRITTEN_BESIDE)) {
      long read = f.count(Slot.READ_BESIDE);
      long written = f.count(Slot.WRITTEN_BESIDE);
      boolean within = read <= input && f.has(Slot.TOTAL) && f.count(Slot.TOTAL) == input + output;
      return tokens(within ? input : input + read + written, read, output, audio + written);
    }
    long cached = f.count(f.has(Slot.CACHED) ? Slot.CACHED : Slot.META_CACHED);
    long written = Math.max(f.count(Slot.WRITTEN), f.count(Slot.META_CREATED));
    return tokens(input, cached, output, audio + written);
  }

  private static Tokens tokens(long input, long cached, long output, long unusual) throws BadRow {
    if (cached > input) {
      throw new BadRow(
          "cached tokens", "are a part of the input, and were " + cached + " of " + input);
    }
    return new Tokens(input, cached, output, unusual);
  }
}
