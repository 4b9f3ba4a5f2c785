/** How far a trainer is, from everything that tells it. Imports base and files alone. */
@NullMarked
package dev.tuneplan.agent.progress;

import org.jspecify.annotations.NullMarked;
