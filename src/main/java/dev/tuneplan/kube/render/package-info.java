/**
 * Turns a plan into Kubernetes manifests: plain trees, without a cluster, a file or a clock.
 * Imports base, files, objects, spec and launch.
 */
@NullMarked
package dev.tuneplan.kube.render;

import org.jspecify.annotations.NullMarked;
