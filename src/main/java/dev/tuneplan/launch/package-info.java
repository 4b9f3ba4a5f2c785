/**
 * What is launched: a saved plan with its id and names, and the trainers' own settings for it.
 * Imports base, files and spec.
 */
@NullMarked
package dev.tuneplan.launch;

import org.jspecify.annotations.NullMarked;
