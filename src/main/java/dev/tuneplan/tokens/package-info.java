/**
 * How many tokens a run processes: examples as the trainer shows them to the model, their lengths,
 * samples of large data, and where counts are kept. Imports base, files, dataset, template,
 * tokenizer and packing.
 */
@NullMarked
package dev.tuneplan.tokens;

import org.jspecify.annotations.NullMarked;
