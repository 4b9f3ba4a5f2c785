/**
 * Makes the objects of a run in a cluster; imports objects, kube.api, kube.diff and kube.render.
 */
@NullMarked
package dev.tuneplan.kube.launch;

import org.jspecify.annotations.NullMarked;
