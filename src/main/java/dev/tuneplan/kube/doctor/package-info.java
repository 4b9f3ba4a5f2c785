/**
 * Judges what a machine and a cluster have: facts become findings, each with what to do. Only
 * {@link dev.tuneplan.kube.doctor.ClusterSurvey} asks anything. Imports base, files, launch,
 * objects, kube.api and kube.render.
 */
@NullMarked
package dev.tuneplan.kube.doctor;

import org.jspecify.annotations.NullMarked;
