/**
 * Objects of Kubernetes as plain trees, and the keys by which tuneplan marks its own: what a
 * cluster's side and the accounts' side both read. Imports files.
 */
@NullMarked
package dev.tuneplan.objects;

import org.jspecify.annotations.NullMarked;
