/**
 * What happens to an attempt, as lines of JSON that survive a kill. Imports base and files alone.
 */
@NullMarked
package dev.tuneplan.agent.record;

import org.jspecify.annotations.NullMarked;
