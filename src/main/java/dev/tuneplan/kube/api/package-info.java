/**
 * Talks to an API server in plain trees, never in typed models: those refuse fields that a newer
 * server has (docs/decisions/0004-kubernetes-client.md). Imports base, files and objects;
 * client-java and OkHttp are used in this package alone.
 */
@NullMarked
package dev.tuneplan.kube.api;

import org.jspecify.annotations.NullMarked;
