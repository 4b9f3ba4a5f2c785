/** Price offers for GPUs, and imports of public price lists. Imports base, files and gpu. */
@NullMarked
package dev.tuneplan.pricing;

import org.jspecify.annotations.NullMarked;
