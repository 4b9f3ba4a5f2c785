package dev.tuneplan.cli;

import dev.tuneplan.managed.Deployment;
import dev.tuneplan.managed.Grounds;
import dev.tuneplan.managed.ModelOffer;
import dev.tuneplan.managed.Provider;
import dev.tuneplan.managed.TokenRates;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Managed providers' prices as tables and as trees.
 *
 * @param day on which it is asked, by which what is closing is closed
 */
record ProvidersText(List<Provider> providers, LocalDate day) {
  String text(boolean markdown) {
    Table t =
        new Table(
            "provider",
            "model",
            "trains",
            "training /1M",
            "min",
            "base in/out",
            "tuned in/out",
            "hosting /h",
            "date");
    for (Provider p : providers) {
      for (ModelOffer o : p.offers()) {
        t.row(
            p.id(),
            o.model(),
            trains(p, o),
            training(o),
            o.training()
                .minimumUsd()
                .filter(m -> m.signum() > 0)
                .map(ProvidersText::plain)
                .orElse(""),
            rates(o.base()),
            rates(o.tuned()),
            o.hosting().perHour().map(ProvidersText::plain).orElse(""),
            o.grounds().dated());
      }
      for (Deployment d : p.deployments()) {
        t.row(p.id(), d.name(), "", "", "", "", "", plain(d.usdPerHour()), d.grounds().dated());
      }
    }
    StringBuilder out = new StringBuilder(markdown ? t.markdown() : t.text());
    out.append("\nUSD for each 1M tokens; empty: not known. Fine-tuning:\n");
    for (Provider p : providers) {
      out.append("- ")
          .append(p.name())
          .append(": ")
          .append(p.fineTuning().warning(day).orElse("open"))
          .append(" (")
          .append(p.fineTuning().grounds().dated())
          .append(")\n");
    }
    return out.toString();
  }

  private String trains(Provider p, ModelOffer o) {
    if (!p.fineTuning().possible(day) || !o.life().trains()) {
      return "no";
    }
    return o.training().priced() ? p.fineTuning().on(day).word() : "unpriced";
  }

  private static String training(ModelOffer o) {
    return o.training()
        .usdPer1M()
        .map(ProvidersText::plain)
        .or(() -> o.training().usdPerHour().map(h -> plain(h) + " an hour"))
        .orElse("");
  }

  private static String rates(Optional<TokenRates> rates) {
    return rates.map(r -> plain(r.input()) + " / " + plain(r.output())).orElse("");
  }

  private static String plain(BigDecimal n) {
    return n.signum() == 0 ? "0" : n.stripTrailingZeros().toPlainString();
  }

  Map<String, Object> tree() {
    return Tree.of("currency", "USD", "providers", providers.stream().map(this::tree).toList());
  }

  private Object tree(Provider p) {
    return Tree.of(
        "provider", p.id(),
        "name", p.name(),
        "fineTuning",
            Tree.of(
                "state", p.fineTuning().on(day).word(),
                "until",
                    p.fineTuning()
                        .until()
                        .<Object>map(LocalDate::toString)
                        .orElse(Output.None.NONE),
                "warning", known(p.fineTuning().warning(day)),
                "date", p.fineTuning().grounds().dated(),
                "source", p.fineTuning().grounds().source()),
        "tokensBilled", p.countingWords(),
        "offers", p.offers().stream().map(ProvidersText::offer).toList(),
        "deployments", p.deployments().stream().map(ProvidersText::place).toList());
  }

  private static Object offer(ModelOffer o) {
    return Tree.of(
        "model", o.model(),
        "aliases", o.aliases(),
        "tunes", o.what().tunes(),
        "methods", o.what().methods(),
        "objective", o.what().objective(),
        "trains", o.life().trains(),
        "closed", known(o.life().closed()),
        "retires", known(o.life().retires()),
        "trainingUsdPer1M", money(o.training().usdPer1M()),
        "trainingUsdPerHour", money(o.training().usdPerHour()),
        "minimumUsd", money(o.training().minimumUsd()),
        "base", o.base().<Object>map(ProvidersText::tokens).orElse(Output.None.NONE),
        "tuned", o.tuned().<Object>map(ProvidersText::tokens).orElse(Output.None.NONE),
        "hostingUsdPerHour", money(o.hosting().perHour()),
        "storageUsdPerMonth", money(o.hosting().storagePerMonth()),
        "notes", known(o.notes()),
        "grounds", grounds(o.grounds()),
        "rateGrounds", grounds(o.rateGrounds()));
  }

  private static Object place(Deployment d) {
    return Tree.of(
        "name", d.name(),
        "usdPerHour", plain(d.usdPerHour()),
        "gpu", known(d.gpu()),
        "autoDelete", known(d.autoDelete()),
        "grounds", grounds(d.grounds()));
  }

  private static Object tokens(TokenRates r) {
    return Tree.of(
        "input", plain(r.input()),
        "output", plain(r.output()),
        "cachedInput", money(r.cachedInput()),
        "batchInput", money(r.batchInput()),
        "batchOutput", money(r.batchOutput()));
  }

  private static Object grounds(Grounds g) {
    return Tree.of("date", g.dated(), "source", g.source(), "grade", g.grade().word());
  }

  private static Object known(Optional<String> text) {
    return text.<Object>map(x -> x).orElse(Output.None.NONE);
  }

  private static Object money(Optional<BigDecimal> n) {
    return n.<Object>map(ProvidersText::plain).orElse(Output.None.NONE);
  }
}
