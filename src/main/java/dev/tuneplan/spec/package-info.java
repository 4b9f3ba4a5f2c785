/** The run spec that users write. Imports base and files. */
@NullMarked
package dev.tuneplan.spec;

import org.jspecify.annotations.NullMarked;
