/** Reads YAML and JSON that users write, with places, limits and gathered faults. Imports base. */
@NullMarked
package dev.tuneplan.files;

import org.jspecify.annotations.NullMarked;
