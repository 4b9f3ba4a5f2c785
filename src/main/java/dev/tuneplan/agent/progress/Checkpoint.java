package dev.tuneplan.agent.progress;

import java.nio.file.Path;

/**
 * A folder {@code checkpoint-N}.
 *
 * @param step N
 * @param complete whether training can go on from it
 */
public record Checkpoint(Path folder, long step, boolean complete) {}
