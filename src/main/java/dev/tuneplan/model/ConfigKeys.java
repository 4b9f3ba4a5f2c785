package dev.tuneplan.model;

import dev.tuneplan.files.Fields;
import java.util.OptionalLong;

/**
 * Looks values up in a config under the names that families give them. A missing or wrong value is
 * noted as a fault and read as 1, so that reading goes on.
 *
 * @param fields the config of the text model
 * @param outer the config around it; the same where nothing is nested
 * @param type Transformers' name of the family
 */
record ConfigKeys(Fields fields, Fields outer, String type) {
  private static final long MOST_HIDDEN = 1_000_000;
  private static final long MOST_LAYERS = 10_000;
  private static final long MOST_HEADS = 100_000;
  private static final long MOST_VOCAB = 100_000_000;
  private static final long MOST_WIDTH = 10_000_000;

  long hidden() {
    return need(MOST_HIDDEN, "hidden_size", "n_embd", "d_model", "n_embed");
  }

  int depth() {
    return (int) need(MOST_LAYERS, "num_hidden_layers", "n_layer", "n_layers", "num_layers");
  }

  /** Query heads; Gemma 3 leaves them out of its files where they are Transformers' 8. */
  long heads() {
    return type.equals("gemma3_text")
        ? or("num_attention_heads", 8)
        : need(MOST_HEADS, "num_attention_heads", "n_head", "n_heads");
  }

  long vocab() {
    return type.equals("gemma3_text") && !fields.has("vocab_size")
        ? 262_208
        : need(MOST_VOCAB, "vocab_size", "padded_vocab_size");
  }

  /** The first of the keys that is there. */
  OptionalLong first(long most, String... keys) {
    for (String key : keys) {
      if (fields.has(key)) {
        return OptionalLong.of(fields.whole(key, 1, most).orElse(1));
      }
    }
    return OptionalLong.empty();
  }

  long need(long most, String... keys) {
    OptionalLong value = first(most, keys);
    if (value.isEmpty()) {
      fields.fault(keys[0], "is required for model_type " + type);
    }
    return value.orElse(1);
  }

  /** Width of a feed-forward part. */
  long width(String key) {
    return need(MOST_WIDTH, key);
  }

  /** A whole number from 0, or Transformers' default. */
  long or(String key, long fallback) {
    return fields.has(key) ? fields.whole(key, 0, MOST_VOCAB).orElse(fallback) : fallback;
  }

  /** As {@link #or}, but from 1. */
  long positive(String key, long fallback) {
    return first(MOST_VOCAB, key).orElse(fallback);
  }

  boolean is(String key, boolean fallback) {
    return fields.flag(key).orElse(fallback);
  }

  boolean tied(boolean fallback) {
    return fields
        .flag("tie_word_embeddings")
        .or(() -> outer.flag("tie_word_embeddings"))
        .orElse(fallback);
  }

  /** The longest sequence, under any of its names. */
  long positions() {
    return first(MOST_VOCAB, "max_position_embeddings", "n_positions", "max_seq_len", "seq_length")
        .orElse(Long.MAX_VALUE);
  }

  /** Notes a fault unless {@code divisor} divides {@code value}. */
  void divides(String key, long divisor, String valueKey, long value) {
    if (value % divisor != 0) {
      fields.fault(key, "must divide " + valueKey + " " + value + " (was " + divisor + ")");
    }
  }
}
