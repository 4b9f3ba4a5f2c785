/**
 * Reads facts from what was recorded: objects of Kubernetes as a watch gives them, and the
 * wrapper's events. Pure: texts in, facts out. Imports base, files, objects, agent and cost.facts.
 */
@NullMarked
package dev.tuneplan.cost.history;

import org.jspecify.annotations.NullMarked;
