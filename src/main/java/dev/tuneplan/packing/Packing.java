package dev.tuneplan.packing;

/** How a trainer lays the examples of a data set into rows; each kind bears the trainer's name. */
public sealed interface Packing
    permits FirstFitDecreasing,
        LlamaFactoryPacking,
        Multipack,
        TorchtunePacking,
        TrlPacking,
        Unpacked {
  /**
   * The rows of one pass over the data.
   *
   * @param lengths tokens of each example, ≥ 0, in the order in which the trainer meets them; is
   *     not changed
   * @throws TrainerRaises if the trainer refuses such data
   */
  Rows rows(int[] lengths);

  /** What {@link #rows} comes to. */
  default Packed pack(int[] lengths) {
    return rows(lengths).packed();
  }
}
