/**
 * Reads training data as trainers do: files, folders and globs of JSONL, JSON, CSV, Parquet and
 * text, row by row in constant memory, with checks that save a run. Imports base and files.
 */
@NullMarked
package dev.tuneplan.dataset;

import org.jspecify.annotations.NullMarked;
