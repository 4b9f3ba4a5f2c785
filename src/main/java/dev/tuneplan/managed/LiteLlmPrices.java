package dev.tuneplan.managed;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.files.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * LiteLLM's {@code model_prices_and_context_window.json}: rates of models as they are and of
 * fine-tuned ones ({@code ft:}), USD per token; no price of training and no hosting fee is in it
 * (read 2026-11-23: facts of 2025-09-05).
 *
 * @param entries all that were read, without {@code sample_spec}
 * @param taken by provider and model
 * @param left models that were left out, by reason
 */
public record LiteLlmPrices(
    int entries, Map<String, Map<String, Rates>> taken, Map<String, List<String>> left) {
  /** LiteLLM's words for providers whose prices are kept here. */
  private static final Map<String, String> PROVIDERS =
      Map.ofEntries(
          Map.entry("openai", "openai"),
          Map.entry("text-completion-openai", "openai"),
          Map.entry("azure", "azure-openai"),
          Map.entry("azure_ai", "azure-openai"),
          Map.entry("anthropic", "anthropic"),
          Map.entry("mistral", "mistral"),
          Map.entry("together_ai", "together"),
          Map.entry("fireworks_ai", "fireworks"),
          Map.entry("vertex_ai-language-models", "google-vertex"),
          Map.entry("gemini", "google-vertex"),
          Map.entry("bedrock", "aws-bedrock"),
          Map.entry("bedrock_converse", "aws-bedrock"),
          Map.entry("cohere_chat", "cohere"),
          Map.entry("cohere", "cohere"));

  private static final String FT = "ft:";
  private static final List<String> MODES = List.of("chat", "completion", "responses", "");

  /** A rate above 10,000 USD for 1M tokens is a slip of the unit. */
  private static final BigDecimal MOST = BigDecimal.valueOf(10_000);

  /**
   * What a model costs.
   *
   * @param base as it is; empty: not in the list
   * @param tuned fine-tuned; empty: not in the list
   * @param retires the list's deprecation date
   */
  public record Rates(
      Optional<TokenRates> base, Optional<TokenRates> tuned, Optional<String> retires) {
    Rates with(Rates other) {
      return new Rates(base.or(other::base), tuned.or(other::tuned), retires.or(other::retires));
    }
  }

  /** Whether a tree is such a list: its entries name LiteLLM's provider. */
  public static boolean looks(Node root) {
    return root instanceof Node.Mapping m
        && m.entries().values().stream()
            .anyMatch(e ->
                e instanceof Node.Mapping inner && inner.entries().containsKey("litellm_provider"));
  }

  /** Reads a list. */
  public static LiteLlmPrices read(Node root) {
    if (!(root instanceof Node.Mapping m) || !looks(root)) {
      throw new InvalidInput(
          Place.of(root.place().file()),
          "",
          "is no price list of LiteLLM: no entry has a litellm_provider");
    }
    Reading reading = new Reading(m);
    return reading.all();
  }

  /** One reading. */
  private static final class Reading {
    private final Node.Mapping root;
    private final Map<String, Map<String, Rates>> taken = new TreeMap<>();
    private final Map<String, List<String>> left = new TreeMap<>();

    Reading(Node.Mapping root) {
      this.root = root;
    }

    LiteLlmPrices all() {
      int entries = 0;
      for (Map.Entry<String, Node> e : root.entries().entrySet()) {
        if (e.getKey().equals("sample_spec")) {
          continue;
        }
        entries++;
        if (e.getValue() instanceof Node.Mapping inner) {
          entry(e.getKey(), inner);
        } else {
          leave(e.getKey(), "is no mapping");
        }
      }
      return new LiteLlmPrices(entries, taken, left);
    }

    private void leave(String model, String reason) {
      left.computeIfAbsent(reason, r -> new ArrayList<>()).add(model);
    }

    private void entry(String key, Node.Mapping e) {
      String provider = PROVIDERS.get(text(e, "litellm_provider"));
      if (provider == null) {
        leave(key, "a provider that is not kept here");
        return;
      }
      if (!MODES.contains(text(e, "mode"))) {
        leave(key, "no text model (embeddings, images, audio, moderation)");
        return;
      }
      Optional<BigDecimal> in = perMillion(e, "input_cost_per_token");
      Optional<BigDecimal> out = perMillion(e, "output_cost_per_token");
      if (in.isEmpty() || out.isEmpty()) {
        leave(key, "no price of input or output tokens");
      } else if (in.get().signum() <= 0 || out.get().signum() <= 0) {
        leave(key, "a price of 0 or less: a placeholder, never free");
      } else if (in.get().compareTo(MOST) > 0 || out.get().compareTo(MOST) > 0) {
        leave(key, "more than 10,000 USD for 1M tokens: not per token");
      } else {
        take(key, provider, e, in.get(), out.get());
      }
    }

    private void take(String key, String provider, Node.Mapping e, BigDecimal in, BigDecimal out) {
      boolean tuned = key.startsWith(FT) || key.contains("/" + FT);
      String model = key.substring(key.lastIndexOf('/') + 1);
      model = tuned ? model.substring(FT.length()) : model;
      if (tuned && asBase(model, in, out)) {
        leave(key, "the base model's price, not the fine-tuned one's");
        return;
      }
      Optional<BigDecimal> cached =
          perMillion(e, "cache_read_input_token_cost")
              .or(() -> tuned ? perMillion(e, "cache_creation_input_token_cost") : Optional.empty())
              .filter(c -> c.signum() > 0 && c.compareTo(in) <= 0);
      TokenRates rates =
          new TokenRates(
              in,
              out,
              cached,
              perMillion(e, "input_cost_per_token_batches"),
              perMillion(e, "output_cost_per_token_batches"));
      Optional<String> retires =
          Optional.of(text(e, "deprecation_date")).filter(d -> d.matches("\\d{4}-\\d\\d-\\d\\d"));
      Rates now =
          tuned
              ? new Rates(Optional.empty(), Optional.of(rates), Optional.empty())
              : new Rates(Optional.of(rates), Optional.empty(), retires);
      taken
          .computeIfAbsent(provider, p -> new TreeMap<>())
          .merge(model.toLowerCase(Locale.ROOT), now, Rates::with);
    }

    /** The list gives the base model's price for fine-tunes that it does not know. */
    private boolean asBase(String model, BigDecimal in, BigDecimal out) {
      return root.entries().get(model) instanceof Node.Mapping base
          && perMillion(base, "input_cost_per_token").filter(b -> b.compareTo(in) == 0).isPresent()
          && perMillion(base, "output_cost_per_token")
              .filter(b -> b.compareTo(out) == 0)
              .isPresent();
    }
  }

  /** USD for each 1M tokens, exactly; the list has it per token, at times as a text. */
  private static Optional<BigDecimal> perMillion(Node.Mapping e, String key) {
    String text = text(e, key);
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(plain(new BigDecimal(text).movePointRight(6)));
    } catch (NumberFormatException x) {
      return Optional.empty();
    }
  }

  private static BigDecimal plain(BigDecimal n) {
    BigDecimal stripped = n.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static String text(Node.Mapping e, String key) {
    return e.entries().get(key) instanceof Node.Scalar s && s.type() != Node.Scalar.Type.NULL
        ? s.text()
        : "";
  }

  /**
   * A provider's file, as it is written for the user.
   *
   * @param date when the list was read; empty: undated
   * @param source where it is from
   */
  public String file(String provider, Optional<String> date, String source) {
    StringBuilder out =
        new StringBuilder("# Written by tuneplan prices import; your own file wins over this.\n")
            .append("apiVersion: tuneplan/v1\nkind: ProviderPrices\nprovider: ")
            .append(provider)
            .append("\ncurrency: USD\noffers:\n");
    taken
        .getOrDefault(provider, Map.of())
        .forEach((model, r) -> {
          out.append("- model: ").append(JsonText.of(model)).append('\n');
          r.base().ifPresent(b -> out.append("  base: ").append(rates(b)).append('\n'));
          r.tuned().ifPresent(t -> out.append("  tuned: ").append(rates(t)).append('\n'));
          r.retires().ifPresent(d -> out.append("  retires: ").append(d).append('\n'));
          date.ifPresent(d -> out.append("  date: ").append(d).append('\n'));
          out.append("  source: ").append(JsonText.of(source)).append('\n');
        });
    return out.toString();
  }

  private static String rates(TokenRates r) {
    StringBuilder out = new StringBuilder("{input: ").append(r.input().toPlainString());
    out.append(", output: ").append(r.output().toPlainString());
    r.cachedInput().ifPresent(c -> out.append(", cached: ").append(c.toPlainString()));
    r.batchInput().ifPresent(c -> out.append(", batchInput: ").append(c.toPlainString()));
    r.batchOutput().ifPresent(c -> out.append(", batchOutput: ").append(c.toPlainString()));
    return out.append('}').toString();
  }
}
