/** Shapes of language models, and the counts that follow from them. Imports base and files. */
@NullMarked
package dev.tuneplan.model;

import org.jspecify.annotations.NullMarked;
