package dev.tuneplan.cli;

import dev.tuneplan.economics.Choice;
import dev.tuneplan.economics.Choices;
import dev.tuneplan.economics.Wanted;
import dev.tuneplan.managed.Deployment;
import dev.tuneplan.managed.Hosting;
import dev.tuneplan.managed.Provider;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Managed offers beside a plan's own candidates.
 *
 * @param same offers for the plan's model
 * @param nearest the nearest model of each provider that names its models; empty: not asked for
 * @param experiments how often it is trained
 * @param away providers that train nothing, and why
 */
record ManagedPlan(
    List<Choice> same, Optional<List<Choice>> nearest, int experiments, List<String> away) {
  private static final BigDecimal MONTH_HOURS = BigDecimal.valueOf(720);

  static ManagedPlan of(Planning p, Home home, boolean nearest) {
    List<Provider> all = home.providers().providers();
    LocalDate day = Home.today();
    Wanted wanted = ManagedJob.open(p.spec(), p.job().model());
    Choices choices = new Choices(all, ManagedJob.of(p.spec(), p.job().work().bins()), day);
    return new ManagedPlan(
        choices.of(wanted),
        nearest ? Optional.of(choices.nearest(wanted)) : Optional.empty(),
        p.spec().experiments(),
        Choice.away(all, day));
  }

  String text(boolean markdown) {
    StringBuilder out = new StringBuilder();
    if (same.isEmpty()) {
      out.append("Managed fine-tuning of this model: no provider is known to offer it.\n");
    } else {
      out.append(
          "Managed fine-tuning of this model (USD; calls, people and validation tokens not"
              + " included):\n");
      out.append(markdown ? "\n" : "");
      table(out, same, markdown);
    }
    nearest.ifPresent(n -> {
      out.append("\nNearest hosted models, other models than this one:\n");
      out.append(markdown ? "\n" : "");
      table(out, n, markdown);
    });
    if (!away.isEmpty()) {
      out.append("Not offered: ").append(String.join("; ", away)).append(".\n");
    }
    return out.append('\n').toString();
  }

  private void table(StringBuilder out, List<Choice> choices, boolean markdown) {
    Table t =
        new Table(
            "provider",
            "offer",
            "tokens billed",
            "per 1M",
            "one run",
            experiments + " run" + (experiments == 1 ? "" : "s"),
            "hosting a month",
            "date");
    choices.forEach(c -> t.row(row(c)));
    out.append(markdown ? t.markdown() + "\n" : t.text());
    Set<String> said = new LinkedHashSet<>();
    choices.forEach(c -> {
      c.refusal().ifPresent(r -> said.add(c.provider().name() + ": not priced: " + r));
      c.warnings().forEach(w -> said.add(c.provider().name() + ": " + w));
    });
    said.forEach(s -> out.append(markdown ? "- " : "! ").append(s).append('\n'));
  }

  private String[] row(Choice c) {
    boolean priced = c.refusal().isEmpty();
    return new String[] {
      c.provider().id(),
      c.offer().model(),
      priced ? Text.of("%,.0f", c.bill().tokens()) : "",
      priced ? c.offer().training().usdPer1M().map(BigDecimal::toPlainString).orElse("") : "",
      priced ? c.bill().usd().map(Usd::of).orElse("") : "unpriced",
      priced ? runs(c).map(Usd::of).orElse("") : "",
      hosting(c),
      c.offer().grounds().dated(),
    };
  }

  private Optional<BigDecimal> runs(Choice c) {
    return c.bill().usd().map(u -> u.amount().multiply(BigDecimal.valueOf(experiments)));
  }

  /** A month of 720 hours; by the provider's cheapest machine where it hosts by machines. */
  private static String hosting(Choice c) {
    Hosting h = c.offer().hosting();
    if (h.perMonth().isPresent()) {
      return Usd.of(h.perMonth().get());
    }
    return machine(c.provider())
        .map(d -> "from " + Usd.of(d.usdPerHour().multiply(MONTH_HOURS)) + " a machine")
        .orElse(h.storagePerMonth().map(s -> Usd.of(s) + " + calls").orElse(""));
  }

  private static Optional<Deployment> machine(Provider p) {
    return p.deployments().stream()
        .filter(d -> d.gpu().isPresent())
        .min(java.util.Comparator.comparing(Deployment::usdPerHour));
  }

  Map<String, Object> tree() {
    Map<String, Object> t =
        Tree.of("currency", "USD", "offers", same.stream().map(this::tree).toList());
    nearest.ifPresent(n -> t.put("nearest", n.stream().map(this::tree).toList()));
    t.put("notOffered", away);
    return t;
  }

  private Object tree(Choice c) {
    Map<String, Object> t = new java.util.LinkedHashMap<>();
    boolean priced = c.refusal().isEmpty();
    t.put("provider", c.provider().id());
    t.put("offer", c.offer().model());
    t.put("methods", c.offer().what().methods());
    t.put("priced", priced);
    t.put("reason", c.refusal().<Object>map(r -> r).orElse(Output.None.NONE));
    if (priced) {
      t.put("tokensBilled", c.bill().tokens().doubleValue());
      t.put("rule", c.provider().countingWords());
      t.put("usdPer1M", plain(c.offer().training().usdPer1M()));
      t.put("usd", c.bill().usd().<Object>map(Usd::cents).orElse(Output.None.NONE));
      t.put("experimentsUsd", runs(c).<Object>map(Usd::cents).orElse(Output.None.NONE));
      t.put("minimumUsd", plain(c.offer().training().minimumUsd()));
    }
    t.put(
        "hostingUsdPerMonth",
        c.offer().hosting().perMonth().<Object>map(Usd::cents).orElse(Output.None.NONE));
    t.put("warnings", new ArrayList<>(c.warnings()));
    t.put("date", c.offer().grounds().dated());
    t.put("source", c.offer().grounds().source());
    t.put("grade", c.offer().grounds().grade().word());
    return t;
  }

  private static Object plain(Optional<BigDecimal> n) {
    return n.<Object>map(BigDecimal::toPlainString).orElse(Output.None.NONE);
  }
}
