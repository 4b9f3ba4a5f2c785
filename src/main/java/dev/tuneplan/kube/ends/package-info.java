/** Tells how runs in a cluster end; imports objects, kube.api and kube.launch. */
@NullMarked
package dev.tuneplan.kube.ends;

import org.jspecify.annotations.NullMarked;
