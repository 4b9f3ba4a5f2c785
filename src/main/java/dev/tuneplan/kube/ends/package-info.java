/** Tells how runs in a cluster end; imports kube.api, kube.launch and the labels of kube.render. */
@NullMarked
package dev.tuneplan.kube.ends;

import org.jspecify.annotations.NullMarked;
