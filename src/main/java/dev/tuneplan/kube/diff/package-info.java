/** Compares objects of a cluster, without asking it; imports files, kube.api and kube.render. */
@NullMarked
package dev.tuneplan.kube.diff;

import org.jspecify.annotations.NullMarked;
