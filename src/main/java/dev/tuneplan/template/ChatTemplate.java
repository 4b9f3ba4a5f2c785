package dev.tuneplan.template;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model's chat template, rendered as {@code render_jinja_template} of Transformers 5.23.0 renders
 * it (transformers/utils/chat_template_utils.py, read 2026-11-25): Jinja 3.1.6 in its immutable
 * sandbox with {@code trim_blocks}, {@code lstrip_blocks}, loop controls, the tag {@code
 * generation} and JSON that is not escaped for HTML. What it does not know it refuses by name, and
 * never guesses. Templates are not trusted: they reach nothing but their variables, and {@link
 * Limits} bound what they use up. May be shared between threads.
 */
public final class ChatTemplate {
  private final String name;
  private final Limits limits;
  private final Function function;
  private final Step body;
  private final boolean generation;

  private ChatTemplate(String name, Limits limits, List<Stmt> statements) {
    this.name = name;
    this.limits = limits;
    this.function = Function.root();
    this.body = StatementCompiler.template(name, statements, function);
    this.generation = Generations.in(statements);
  }

  /**
   * Reads a template with the usual limits.
   *
   * @param name how the user calls its file
   * @param source its text
   * @throws InvalidInput for every fault of its grammar and everything that is not known here, with
   *     its place
   */
  public static ChatTemplate parse(String name, String source) {
    return parse(name, source, Limits.usual());
  }

  /**
   * Reads a template.
   *
   * @param name how the user calls its file
   * @param source its text
   * @param limits what one rendering may use up
   * @throws InvalidInput for every fault of its grammar and everything that is not known here, with
   *     its place
   */
  public static ChatTemplate parse(String name, String source, Limits limits) {
    try {
      return new ChatTemplate(name, limits, StatementParser.parse(name, source));
    } catch (StackOverflowError e) {
      throw new InvalidInput(Place.of(name), "", "the template is nested too deeply");
    }
  }

  /** Whether it marks what the assistant writes. */
  public boolean usesGeneration() {
    return generation;
  }

  /**
   * Renders without a date: {@code strftime_now} is refused.
   *
   * @param variables by name: null, String, Boolean, Integer, Long, BigInteger, Double, List and
   *     Map of these
   * @throws TemplateFailure where there is no text
   */
  public Rendered render(Map<String, ?> variables) throws TemplateFailure {
    return render(variables, Optional.empty());
  }

  /**
   * Renders.
   *
   * @param variables by name: null, String, Boolean, Integer, Long, BigInteger, Double, List and
   *     Map of these
   * @param now what {@code strftime_now} answers from
   * @throws TemplateFailure where there is no text
   */
  public Rendered render(Map<String, ?> variables, LocalDateTime now) throws TemplateFailure {
    return render(variables, Optional.of(now));
  }

  private Rendered render(Map<String, ?> variables, Optional<LocalDateTime> now)
      throws TemplateFailure {
    Run run = new Run(Values.dict(variables), limits, now);
    try {
      body.run(new Env(run, null, function.size()), run.root());
    } catch (Fault e) {
      throw new TemplateFailure(e.kind(), run.spot().in(name), e.text());
    } catch (StackOverflowError e) {
      throw new TemplateFailure(
          TemplateFailure.Kind.LIMIT, run.spot().in(name), "values or calls nested too deeply");
    }
    return new Rendered(run.root().toString(), run.generated());
  }
}
