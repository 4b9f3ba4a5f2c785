/** What is known of a run's pods, machines and trainer, whoever saw it. Imports base and agent. */
@NullMarked
package dev.tuneplan.cost.facts;

import org.jspecify.annotations.NullMarked;
