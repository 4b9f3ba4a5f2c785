/** Price offers for GPUs. Imports base and gpu. */
@NullMarked
package dev.tuneplan.pricing;

import org.jspecify.annotations.NullMarked;
