/**
 * Whether fine-tuning pays: what each path costs day by day, when it has paid, and what must be
 * true for it. Pure. Imports base and managed.
 */
@NullMarked
package dev.tuneplan.economics;

import org.jspecify.annotations.NullMarked;
