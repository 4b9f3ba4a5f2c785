package dev.tuneplan.packing;

/**
 * torchtune's {@code packed: True} (torchtune 0.6.1, torchtune/datasets/_packed.py {@code
 * PackedDataset}; read 2026-11-25): one example after the other into the open row. The order of
 * rows is torchtune's; each is padded to {@code max_seq_len}.
 *
 * @param maxSeqLen {@code max_seq_len}: tokens of a row, ≥ 1
 * @param splitAcrossPack {@code split_across_pack}: the example that does not fit goes on in the
 *     next row, instead of beginning there
 */
public record TorchtunePacking(int maxSeqLen, boolean splitAcrossPack) implements Packing {
  public TorchtunePacking {
    Check.atLeast("max_seq_len", maxSeqLen, 1);
  }

  @Override
  public Rows rows(int[] lengths) {
    Rows.Builder rows = new Rows.Builder(maxSeqLen);
    long open = 0;
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] > maxSeqLen && !splitAcrossPack) {
        throw new TrainerRaises(
            "torchtune refuses example %d: it has %d tokens, more than max_seq_len %d; set split_across_pack, raise max_seq_len or truncate while tokenizing"
                .formatted(i + 1, lengths[i], maxSeqLen));
      }
      if (!splitAcrossPack && open + lengths[i] > maxSeqLen) {
        rows.add((int) open);
        open = 0;
      }
      open += lengths[i];
      for (; open > maxSeqLen; open -= maxSeqLen) {
        rows.add(maxSeqLen);
      }
    }
    if (open > 0) {
      rows.add((int) open);
    }
    return rows.build();
  }
}
