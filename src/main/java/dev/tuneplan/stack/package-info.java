/** Stack profiles: how a training stack behaves. Imports base and files. */
@NullMarked
package dev.tuneplan.stack;

import org.jspecify.annotations.NullMarked;
