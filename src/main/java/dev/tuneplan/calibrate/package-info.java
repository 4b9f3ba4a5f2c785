/** What measured runs teach about the next estimate. Pure. Imports base. */
@NullMarked
package dev.tuneplan.calibrate;

import org.jspecify.annotations.NullMarked;
