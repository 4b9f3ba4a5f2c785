/** Scores the planner on measured runs. Imports estimate and the catalogues. */
@NullMarked
package dev.tuneplan.accuracy;

import org.jspecify.annotations.NullMarked;
