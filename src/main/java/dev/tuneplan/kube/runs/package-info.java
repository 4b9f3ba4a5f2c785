/**
 * Runs in a cluster, as their objects tell of them; imports objects, kube.api, kube.launch and
 * runs.
 */
@NullMarked
package dev.tuneplan.kube.runs;

import org.jspecify.annotations.NullMarked;
