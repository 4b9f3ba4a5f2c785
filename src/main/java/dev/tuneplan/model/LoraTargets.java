package dev.tuneplan.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which matrices get an adapter, named as in PEFT.
 *
 * @param all every {@code nn.Linear} of the decoder, the head left out (PEFT's {@code all-linear})
 * @param names last names of modules, when not all
 */
public record LoraTargets(boolean all, Set<String> names) {
  private static final String ATTENTION = "attention";
  private static final String MLP = "mlp";
  private static final List<String> VOCABULARY = List.of("embed_tokens", "lm_head");

  public LoraTargets {
    names = Set.copyOf(names);
  }

  /** PEFT's {@code all-linear}. */
  public static LoraTargets allLinear() {
    return new LoraTargets(true, Set.of());
  }

  /** Modules by their last names. */
  public static LoraTargets of(Collection<String> names) {
    return new LoraTargets(false, Set.copyOf(names));
  }

  /**
   * {@code all-linear}, {@code attention}, {@code mlp}, or names with commas, blanks or plus signs
   * between them; the words for groups can stand among names.
   */
  public static LoraTargets parse(String text) {
    String trimmed = text.strip();
    return trimmed.equals("all-linear") || trimmed.isEmpty()
        ? allLinear()
        : of(Arrays.stream(trimmed.split("[,\\s+]+")).filter(s -> !s.isEmpty()).toList());
  }

  /** The matrices of a layer that get an adapter. */
  public List<Linear> in(Layer layer) {
    return layer.linears().stream()
        .filter(l -> all ? l.ranks() > 0 : l.module() && names(l))
        .toList();
  }

  private boolean names(Linear l) {
    return names.contains(l.name())
        || switch (l.part()) {
          case ATTENTION_INPUT, ATTENTION_OUTPUT -> names.contains(ATTENTION);
          case MLP_INPUT, MLP_OUTPUT -> names.contains(MLP);
          case ROUTER -> false;
        };
  }

  /**
   * Trained parameters: r·(in + out) for each matrix (arXiv 2106.09685 §4.1), and its out
   * magnitudes with DoRA (arXiv 2402.09353 §4).
   */
  public long parameters(ModelShape model, int rank, boolean dora) {
    long sum = 0;
    for (Layer layer : model.layers()) {
      for (Linear l : in(layer)) {
        sum += layer.count() * l.copies() * one(l, rank, dora);
      }
    }
    for (Linear l : model.projections()) {
      sum += all || names.contains(l.name()) ? one(l, rank, dora) : 0;
    }
    for (String vocabulary : VOCABULARY) {
      if (names.contains(vocabulary)) {
        sum += rank * (model.vocab() + model.hidden());
      }
    }
    return sum;
  }

  private long one(Linear l, int rank, boolean dora) {
    return ranks(l) * rank * (l.in() + l.out()) + (dora ? l.out() : 0);
  }

  /** Ranks of the adapter of a matrix that gets one. */
  public int ranks(Linear l) {
    return all ? l.ranks() : 1;
  }

  /**
   * Parameters of an embedding or head that is trained whole ({@code modules_to_save}): V·h each.
   */
  public static long saved(ModelShape model, Collection<String> modules) {
    return modules.stream().filter(VOCABULARY::contains).distinct().count()
        * model.vocab()
        * model.hidden();
  }

  /** Names that no module of the model has. */
  public Set<String> unknownIn(ModelShape model) {
    Set<String> left = new TreeSet<>(names);
    left.removeAll(modules(model));
    left.removeAll(VOCABULARY);
    left.removeAll(List.of(ATTENTION, MLP));
    return left;
  }

  /**
   * The same targets under the names that a model's modules have: other libraries call them query,
   * key, value and projection, and fused families have one matrix for several of them.
   */
  public LoraTargets in(ModelShape model) {
    if (all) {
      return this;
    }
    Set<String> known = modules(model);
    Set<String> found = new TreeSet<>();
    for (String name : names) {
      if (known.contains(name) || VOCABULARY.contains(name) || name.equals(ATTENTION)) {
        found.add(name);
      } else {
        found.addAll(called(name, model));
      }
    }
    return of(found);
  }

  private static Set<String> called(String name, ModelShape model) {
    return switch (name) {
      case "query", "q_proj" -> inputs(model, "q");
      case "key", "k_proj" -> inputs(model, "k");
      case "value", "v_proj" -> inputs(model, "v");
      case "projection", "o_proj", "out_proj", "dense" ->
          parts(model, Linear.Part.ATTENTION_OUTPUT);
      case MLP -> Set.of(MLP);
      case "gate_proj", "up_proj" -> parts(model, Linear.Part.MLP_INPUT);
      case "down_proj" -> parts(model, Linear.Part.MLP_OUTPUT);
      case "c_attn", "qkv_proj", "query_key_value" -> parts(model, Linear.Part.ATTENTION_INPUT);
      default -> Set.of();
    };
  }

  private static Set<String> inputs(ModelShape model, String letter) {
    Set<String> all = parts(model, Linear.Part.ATTENTION_INPUT);
    Set<String> one =
        all.stream().filter(n -> n.startsWith(letter + "_")).collect(Collectors.toSet());
    return one.isEmpty() ? all : one;
  }

  private static Set<String> parts(ModelShape model, Linear.Part part) {
    return model.layers().stream()
        .flatMap(l -> l.linears().stream())
        .filter(l -> l.module() && l.part() == part)
        .map(Linear::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Names of the modules that can get an adapter. */
  public static Set<String> modules(ModelShape model) {
    return model.layers().stream()
        .flatMap(l -> l.linears().stream())
        .filter(Linear::module)
        .map(Linear::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public String toString() {
    return all ? "all-linear" : String.join(",", new TreeSet<>(names));
  }
}
