/** Compares objects of a cluster, without asking it; imports objects. */
@NullMarked
package dev.tuneplan.kube.diff;

import org.jspecify.annotations.NullMarked;
