/**
 * Result files of other projects as rows with the columns of accuracy/measurements.csv. Pure but
 * for the reading of the files. Imports base and files.
 */
@NullMarked
package dev.tuneplan.benchmark;

import org.jspecify.annotations.NullMarked;
