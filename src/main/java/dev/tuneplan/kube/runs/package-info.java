/**
 * Runs in a cluster, as their objects tell of them; imports kube.api, kube.launch, kube.render and
 * runs.
 */
@NullMarked
package dev.tuneplan.kube.runs;

import org.jspecify.annotations.NullMarked;
