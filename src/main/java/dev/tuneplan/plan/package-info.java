/** From a run spec to ranked candidates: pure. Imports estimate, spec and below. */
@NullMarked
package dev.tuneplan.plan;

import org.jspecify.annotations.NullMarked;
