/** Reads the configuration files of trainers. Imports base and files. */
@NullMarked
package dev.tuneplan.trainer;

import org.jspecify.annotations.NullMarked;
