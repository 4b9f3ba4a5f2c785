package dev.tuneplan.economics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether to fine-tune at all.
 *
 * @param name of the project
 * @param weighing what each path costs; empty: the traffic is not known
 * @param answers to every question, with what they rest on
 * @param warnings of the data
 * @param verdict in a sentence
 * @param next what to do, one for each question that is not answered with yes
 */
public record Advice(
    String name,
    Optional<Weighing> weighing,
    Map<Question, Reason> answers,
    List<String> warnings,
    Verdict verdict,
    List<String> next) {
  /** Good examples that are asked for. */
  public static final int ENOUGH_EXAMPLES = 200;

  private static final int HOPELESS = 100;
  private static final int HALF = 500;
  private static final int QUARTER_DAYS = 90;

  /** What is taught. */
  public enum Task {
    CLASSIFICATION,
    GENERATION,
    UNKNOWN
  }

  /** What is advised. */
  public enum Verdict {
    FINE_TUNE("fine-tune"),
    NOT_YET("do not fine-tune yet"),
    UNKNOWN("not to be said yet: answers are missing");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** For people and machines. */
    public String words() {
      return words;
    }
  }

  /** An answer and what it rests on. */
  public record Reason(Answer answer, String because) {}

  public Advice {
    answers = new EnumMap<>(answers);
    warnings = List.copyOf(warnings);
    next = List.copyOf(next);
  }

  /**
   * Of what is known.
   *
   * @param examples in the data
   * @param given answers that people gave
   */
  public static Advice of(
      String name,
      Optional<Weighing> weighing,
      long examples,
      Task task,
      Map<Question, Answer> given) {
    Map<Question, Reason> answers = new EnumMap<>(Question.class);
    for (Question q : Question.values()) {
      Answer told = given.getOrDefault(q, Answer.UNKNOWN);
      answers.put(
          q,
          switch (q) {
            case GOOD_EXAMPLES -> examples(examples, told);
            case PAYS_IN_THREE_MONTHS -> pays(weighing);
            default ->
                new Reason(told, told == Answer.UNKNOWN ? "nobody has answered it" : "as answered");
          });
    }
    List<String> next = new ArrayList<>();
    answers.forEach((q, r) -> {
      if (r.answer != Answer.YES) {
        next.add(r.answer == Answer.UNKNOWN ? q.unanswered() : q.advice());
      }
    });
    boolean no = answers.values().stream().anyMatch(r -> r.answer == Answer.NO);
    boolean unknown = answers.values().stream().anyMatch(r -> r.answer == Answer.UNKNOWN);
    Verdict verdict = no ? Verdict.NOT_YET : unknown ? Verdict.UNKNOWN : Verdict.FINE_TUNE;
    return new Advice(name, weighing, answers, warnings(examples, task), verdict, next);
  }

  private static Reason examples(long examples, Answer told) {
    String count = String.format(java.util.Locale.ROOT, "%,d examples in the data", examples);
    if (examples < ENOUGH_EXAMPLES) {
      return new Reason(Answer.NO, count);
    }
    return told == Answer.NO
        ? new Reason(Answer.NO, count + ", but fewer than 200 are good, as answered")
        : new Reason(
            Answer.YES,
            count
                + (told == Answer.YES ? ", good as answered" : "; that they are good is assumed"));
  }

  private static Reason pays(Optional<Weighing> weighing) {
    if (weighing.isEmpty()) {
      return new Reason(Answer.UNKNOWN, "the spec has no traffic");
    }
    Weighing w = weighing.get();
    Optional<Weighed> best = w.best();
    if (best.isEmpty()) {
      return new Reason(Answer.UNKNOWN, "no path can be priced");
    }
    BreakEven b = best.get().figures().orElseThrow();
    Optional<BigDecimal> days = b.paybackDays(BreakEven.LONGEST_MONTHS);
    String path = best.get().name();
    if (days.isEmpty()) {
      return new Reason(Answer.NO, path + " never pays back");
    }
    boolean soon = days.get().compareTo(BigDecimal.valueOf(QUARTER_DAYS)) <= 0;
    return new Reason(
        soon ? Answer.YES : Answer.NO,
        String.format(
            java.util.Locale.ROOT,
            "%s pays back after %,.0f days, with %s hours of work",
            path,
            days.get(),
            b.upfront().hours().stripTrailingZeros().toPlainString()));
  }

  private static List<String> warnings(long examples, Task task) {
    List<String> all = new ArrayList<>();
    if (examples < HOPELESS) {
      all.add(
          examples
              + " examples: under 100 rarely helps; 200 to 500 are the least for"
              + " classification, 500 to 1,000 for generation");
    } else if (task != Task.GENERATION && examples < ENOUGH_EXAMPLES) {
      all.add(examples + " examples: 200 to 500 are the least for classification");
    } else if (task == Task.GENERATION && examples < HALF) {
      all.add(examples + " examples: 500 to 1,000 are the least for generation");
    } else if (task == Task.UNKNOWN && examples < HALF) {
      all.add(examples + " examples: enough for classification, few for generation (500 to 1,000)");
    }
    return all;
  }
}
