package dev.tuneplan.model;

import java.util.ArrayList;
import java.util.List;

/** Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434 §2.1). */
final class LatentAttention {
  private final ConfigKeys c;
  private final long h;
  private final long heads;
  private final long rank;
  private final long rotary;
  private final long plain;
  private final long value;
  private final long queryRank;

  LatentAttention(ConfigKeys c, long h, long heads) {
    this.c = c;
    this.h = h;
    this.heads = heads;
    this.rank = c.positive("kv_lora_rank", 512);
    this.rotary = c.positive("qk_rope_head_dim", 64);
    this.plain = c.positive("qk_nope_head_dim", 128);
    this.value = c.positive("v_head_dim", 128);
    // null means that queries are not compressed
    this.queryRank = c.or("q_lora_rank", 0);
  }

  long queryWidth() {
    return heads * (plain + rotary);
  }

  long valueWidth() {
    return heads * value;
  }

  /** The normalisations of the compressed queries, keys and values. */
  long normParameters() {
    return rank + queryRank;
  }

  List<Linear> linears() {
    boolean bias = c.is("attention_bias", false);
    Linear.Part in = Linear.Part.ATTENTION_INPUT;
    List<Linear> all = new ArrayList<>();
    if (queryRank > 0) {
      all.add(Linear.of("q_a_proj", h, queryRank, bias, in));
      all.add(Linear.of("q_b_proj", queryRank, queryWidth(), false, in));
    } else {
      all.add(Linear.of("q_proj", h, queryWidth(), false, in));
    }
    all.add(Linear.of("kv_a_proj_with_mqa", h, rank + rotary, bias, in));
    all.add(Linear.of("kv_b_proj", rank, heads * (plain + value), false, in));
    all.add(Linear.of("o_proj", valueWidth(), h, bias, Linear.Part.ATTENTION_OUTPUT));
    return all;
  }
}
