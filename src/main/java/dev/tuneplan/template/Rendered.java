package dev.tuneplan.template;

import java.util.List;

/**
 * What a conversation becomes.
 *
 * @param text the prompt
 * @param generated what {@code {% generation %}} blocks wrote, in the order in which the blocks
 *     ended. As Transformers counts (AssistantTracker, transformers 5.23.0), a block that is called
 *     from inside a macro, a recursive loop or another block starts where the output stood before
 *     the outermost of them
 */
public record Rendered(String text, List<Span> generated) {
  public Rendered {
    generated = List.copyOf(generated);
  }
}
