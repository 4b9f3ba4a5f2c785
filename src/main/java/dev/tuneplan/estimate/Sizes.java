package dev.tuneplan.estimate;

import dev.tuneplan.model.ModelShape;

/**
 * Counts of a model and method that every estimate of them needs.
 *
 * @param parameters of the model
 * @param trainable of them, or of the adapters
 * @param packed weights that quantised loading packs
 * @param layer parameters of the last layer
 * @param vocabulary values of the embedding, and of the head where it is not tied
 */
record Sizes(double parameters, double trainable, double packed, double layer, double vocabulary) {
  static Sizes of(Setup s) {
    ModelShape m = s.model();
    return new Sizes(
        m.parameters(),
        s.trainable(),
        m.quantisableWeights(s.stack().packsExperts()),
        m.layers().getLast().parameters(),
        (double) m.vocab() * m.hidden() * (m.tiedHead() ? 1 : 2));
  }
}
