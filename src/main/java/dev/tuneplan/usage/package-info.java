/**
 * What models cost in production: calls that logs tell of, added up by model and priced. Imports
 * base and budget; {@code usage.read}, which reads the logs, imports files too.
 */
@NullMarked
package dev.tuneplan.usage;

import org.jspecify.annotations.NullMarked;
