/** Quantities, places in files and gathered faults. Imports nothing from other rooms. */
@NullMarked
package dev.tuneplan.base;

import org.jspecify.annotations.NullMarked;
