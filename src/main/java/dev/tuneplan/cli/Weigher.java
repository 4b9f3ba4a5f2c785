package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.economics.Bill;
import dev.tuneplan.economics.BreakEven;
import dev.tuneplan.economics.Choice;
import dev.tuneplan.economics.Choices;
import dev.tuneplan.economics.Traffic;
import dev.tuneplan.economics.Upfront;
import dev.tuneplan.economics.Wanted;
import dev.tuneplan.economics.Weighed;
import dev.tuneplan.economics.Weighing;
import dev.tuneplan.files.Node;
import dev.tuneplan.managed.Provider;
import dev.tuneplan.managed.ProviderBook;
import dev.tuneplan.managed.RateAnswer;
import dev.tuneplan.managed.RateBook;
import dev.tuneplan.managed.TokenCount;
import dev.tuneplan.managed.TokenRates;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.plan.Workload;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.spec.SpecReader;
import dev.tuneplan.spec.TrafficSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the paths of a run spec with traffic, and what each costs. */
final class Weigher {
  private final Home home;
  private final Node tree;
  private final RunSpec spec;
  private final TrafficSpec asked;
  private final ProviderBook book;
  private final DataCounting counting;
  private final Optional<BigDecimal> experimentsUsd;

  private Weigher(
      Home home, Node tree, DataCounting counting, Optional<BigDecimal> experimentsUsd) {
    this.home = home;
    this.tree = tree;
    this.spec = SpecReader.read(tree);
    this.asked =
        spec.traffic()
            .orElseThrow(() ->
                new InvalidInput(
                    tree.place(),
                    "traffic",
                    "is required: say what the model is used for, as traffic: {callsPerDay: 50000,"
                        + " inputTokens: 200, outputTokens: 50, currentModel: gpt-4o}, or with"
                        + " --calls-per-day, --input, --output-tokens and --current"));
    this.book = home.providers();
    this.counting = counting;
    this.experimentsUsd = experimentsUsd;
  }

  /**
   * Weighs the paths of a spec.
   *
   * @param experimentsUsd what all experiments cost, where that is known better than by rates
   */
  static Weighing weigh(
      Home home, Node tree, DataCounting counting, Optional<BigDecimal> experimentsUsd) {
    return new Weigher(home, tree, counting, experimentsUsd).weighing();
  }

  private Weighing weighing() {
    RateAnswer.Priced current = current();
    Traffic traffic = traffic(asked);
    Bill keep =
        new Bill.Tokens(current.rates(), traffic.before(), BigDecimal.ZERO, BigDecimal.ZERO);
    List<Workload.Bin> bins = ManagedJob.bins(spec, counting);
    Choices choices = new Choices(book.providers(), ManagedJob.of(spec, bins), Home.today());
    Optional<ModelShape> model = model(choices);
    Wanted wanted =
        model.map(m -> ManagedJob.open(spec, m)).orElse(ManagedJob.named(spec, spec.model()));
    List<Weighed> paths = new ArrayList<>();
    for (String name : asked.fineTune()) {
      List<Choice> found = choices.of(ManagedJob.named(spec, name));
      found.forEach(c -> paths.add(managed(c, Optional.empty(), keep, traffic)));
      if (found.isEmpty()) {
        paths.add(Weighed.unpriced("fine-tune " + name, Weighed.Kind.MANAGED, nobody(name)));
      }
    }
    if (!asked.fineTune().contains(spec.model())) {
      choices.of(wanted).forEach(c -> paths.add(managed(c, model, keep, traffic)));
    }
    model.ifPresent(m -> paths.add(selfHosted(m, keep, traffic)));
    return new Weighing(
        spec.name(),
        current,
        keep,
        traffic,
        asked.horizonMonths(),
        new Weighing.People(
            asked.people().hoursLow(), asked.people().hoursHigh(), asked.people().hourlyRate()),
        spec.experiments(),
        paths,
        cheaper(current, traffic),
        Assumptions.of(spec, asked, current, experimentsUsd));
  }

  /** Base models of those to be weighed that cost less than the present one as they are. */
  private List<Weighing.Base> cheaper(RateAnswer.Priced current, Traffic traffic) {
    List<String> names = new ArrayList<>(asked.fineTune());
    names.add(spec.model());
    List<Weighing.Base> cheaper = new ArrayList<>();
    for (String name : names.stream().distinct().toList()) {
      if (new RateBook(book).rates(name) instanceof RateAnswer.Priced p
          && !p.fineTuned()
          && p.rates().cost(traffic.before()).compareTo(current.rates().cost(traffic.before()))
              < 0) {
        cheaper.add(
            new Weighing.Base(
                name,
                new Bill.Tokens(p.rates(), traffic.before(), BigDecimal.ZERO, BigDecimal.ZERO)));
      }
    }
    return cheaper;
  }

  static Traffic traffic(TrafficSpec t) {
    return new Traffic(
        t.calls().perDay(),
        tokens(t.calls().now()),
        tokens(t.calls().after()),
        t.calls().growthPercent().movePointLeft(2));
  }

  private static TokenCount tokens(TrafficSpec.Tokens t) {
    return new TokenCount(t.input(), t.cached(), t.output());
  }

  private RateAnswer.Priced current() {
    String name =
        asked
            .currentModel()
            .orElseThrow(() ->
                new InvalidInput(
                    asked.places().block(),
                    "traffic.currentModel",
                    "is required: name the model that answers today, such as gpt-4o (--current)"));
    return switch (new RateBook(book).rates(name)) {
      case RateAnswer.Priced p -> p;
      case RateAnswer.Unpriced u ->
          throw new InvalidInput(
              asked.places().currentModel(),
              name,
              u.reason()
                  + "; 'tuneplan prices providers' shows what is known, and 'tuneplan prices"
                  + " import' takes LiteLLM's price list");
    };
  }

  /** The open model of a spec; empty where the spec names a managed one. */
  private Optional<ModelShape> model(Choices choices) {
    try {
      return Optional.of(home.models().find(spec.model(), spec.places().model()));
    } catch (InvalidInput e) {
      boolean managed = !choices.of(ManagedJob.named(spec, spec.model())).isEmpty();
      if (managed || asked.fineTune().contains(spec.model())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Why nobody is known to fine-tune a model. */
  private String nobody(String name) {
    String low = name.toLowerCase(Locale.ROOT);
    for (Provider p : book.providers()) {
      boolean theirs =
          p.names().stream().anyMatch(n -> low.startsWith(n + "/") || low.startsWith(n + "-"));
      if (theirs && !p.fineTuning().possible(Home.today())) {
        return p.name() + " " + p.fineTuning().warning(Home.today()).orElse("");
      }
    }
    return "no provider is known to fine-tune it";
  }

  private Weighed managed(Choice choice, Optional<ModelShape> model, Bill keep, Traffic traffic) {
    String name = "fine-tune " + choice.offer().model() + " at " + choice.provider().name();
    Weighed.Kind kind = Weighed.Kind.MANAGED;
    if (choice.refusal().isPresent()) {
      return Weighed.unpriced(name, kind, choice.refusal().get());
    }
    BigDecimal job = choice.bill().usd().orElseThrow().amount();
    List<String> basis = new ArrayList<>();
    basis.add(
        Text.of(
            "training %,.0f tokens (%s) at %s USD for each 1M, %s",
            choice.bill().tokens(),
            choice.provider().countingWords(),
            choice.offer().training().usdPer1M().orElse(BigDecimal.ZERO).toPlainString(),
            choice.offer().grounds().dated()));
    Optional<Bill> bill = tuned(choice, traffic.after(), basis);
    if (bill.isEmpty()) {
      bill = model.flatMap(m -> deployed(choice.provider(), m, traffic.after(), basis));
    }
    if (bill.isEmpty()) {
      return Weighed.unpriced(name, kind, "what calls of the fine-tuned model cost is not known");
    }
    return new Weighed(
        name,
        kind,
        Optional.of(new BreakEven(keep, bill.get(), upfront(job), traffic)),
        "",
        choice.warnings(),
        basis);
  }

  private Upfront upfront(BigDecimal job) {
    BigDecimal all = experimentsUsd.orElse(job.multiply(BigDecimal.valueOf(spec.experiments())));
    BigDecimal likely =
        asked.people().hoursLow().add(asked.people().hoursHigh()).divide(BigDecimal.TWO);
    return new Upfront(all, likely, asked.people().hourlyRate());
  }

  private static Optional<Bill> tuned(Choice c, TokenCount call, List<String> basis) {
    Optional<TokenRates> rates = c.offer().tuned();
    rates.ifPresent(r ->
        basis.add(
            Text.of(
                "calls at %s in and %s out for each 1M, %s; hosting %s",
                r.input().toPlainString(),
                r.output().toPlainString(),
                c.offer().rateGrounds().dated(),
                c.offer().hosting().perHour().map(h -> h + " USD an hour").orElse("not known"))));
    return rates.map(r ->
        new Bill.Tokens(
            r,
            call,
            c.offer().hosting().perHour().orElse(BigDecimal.ZERO),
            c.offer().hosting().storagePerMonth().orElse(BigDecimal.ZERO)));
  }

  /** On a provider's own machines by the hour, the cheapest that holds the model. */
  private Optional<Bill> deployed(
      Provider p, ModelShape model, TokenCount call, List<String> basis) {
    return p.deployments().stream()
        .filter(d -> d.gpu().isPresent())
        .sorted(java.util.Comparator.comparing(d -> d.usdPerHour()))
        .flatMap(d -> {
          OwnServing on = new OwnServing(home.gpus().find(d.gpu().orElseThrow(), tree.place()), 1);
          if (!on.holds(model)) {
            return java.util.stream.Stream.<Bill>empty();
          }
          BigDecimal speed = on.assumed(model, call);
          basis.add(
              Text.of(
                  "calls on %s at %s USD an hour, day and night, %s tokens/s assumed",
                  d.name(), d.usdPerHour().toPlainString(), speed.toPlainString()));
          return java.util.stream.Stream.<Bill>of(
              on.bill(d.usdPerHour(), speed, BigDecimal.valueOf(24), call));
        })
        .findFirst();
  }

  private Weighed selfHosted(ModelShape model, Bill keep, Traffic traffic) {
    String name = "fine-tune " + model.id() + " on own machines";
    Weighed.Kind kind = Weighed.Kind.SELF_HOSTED;
    Planning p = Planning.of(home, tree, counting);
    Optional<Double> usd = p.plan().recommended().flatMap(c -> c.usd().map(u -> u.p50()));
    if (usd.isEmpty()) {
      return Weighed.unpriced(name, kind, "training: " + p.plan().verdict());
    }
    List<String> basis = new ArrayList<>();
    BigDecimal job = BigDecimal.valueOf(usd.get()).setScale(2, java.math.RoundingMode.HALF_UP);
    basis.add(Text.of("training %s USD as planned (%s)", job.toPlainString(), p.plan().why()));
    Optional<Bill> bill = new ServingChoice(home, spec, asked).bill(model, basis);
    return bill.isEmpty()
        ? Weighed.unpriced(name, kind, "serving: no machine in the price lists holds the model")
        : new Weighed(
            name,
            kind,
            Optional.of(new BreakEven(keep, bill.get(), upfront(job), traffic)),
            "",
            List.of(),
            basis);
  }
}
