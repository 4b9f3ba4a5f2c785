/** GPU profiles: what a device can do. Imports base and files. */
@NullMarked
package dev.tuneplan.gpu;

import org.jspecify.annotations.NullMarked;
