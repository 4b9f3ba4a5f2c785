package dev.tuneplan.managed;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a file of a provider's prices.
 *
 * @param provider what it says
 * @param whole whether it says how the provider trains, and not only what models cost
 */
record ProviderFile(Provider provider, boolean whole) {
  /** Reads a file and notes its faults. */
  static ProviderFile read(Node root, Problems problems) {
    Fields f = Fields.of(root, problems);
    String version = f.requiredText("apiVersion");
    if (!version.isEmpty() && !version.equals("tuneplan/v1")) {
      f.fault("apiVersion", "must be tuneplan/v1 (was '" + version + "')");
    }
    f.requiredText("kind");
    f.word("kind", List.of("ProviderPrices"));
    String id = f.requiredText("provider").toLowerCase(Locale.ROOT);
    if (!id.isEmpty() && !id.matches("[a-z0-9][a-z0-9-]*")) {
      f.fault("provider", "must be lower-case letters, digits and '-' (was '" + id + "')");
    }
    String name = f.text("name").orElse(id);
    currency(f);
    Optional<Fields> logs = f.child("logs");
    Set<String> names = new LinkedHashSet<>(List.of(id));
    logs.ifPresent(l -> l.texts("names").forEach(n -> names.add(n.toLowerCase(Locale.ROOT))));
    boolean bare = logs.flatMap(l -> l.flag("bare")).orElse(false);
    logs.ifPresent(Fields::refuseOthers);
    boolean whole = f.has("fineTuning");
    FineTuning how = f.child("fineTuning").map(ProviderFile::fineTuning).orElse(unknown(root));
    Optional<Fields> c = f.child("counting");
    Counting counting =
        c.flatMap(x -> x.word("rule", words()))
            .map(ProviderFile::counting)
            .orElse(whole && !c.isPresent() ? Counting.NONE : Counting.FILE);
    String words = c.map(x -> x.requiredText("words")).orElse("");
    c.ifPresent(x -> {
      x.requiredText("source");
      x.refuseOthers();
    });
    List<ModelOffer> offers = new ArrayList<>();
    Set<String> keys = new LinkedHashSet<>();
    for (Fields o : f.children("offers")) {
      ModelOffer offer = OfferSection.read(o);
      if (!keys.add(offer.key()) && !offer.model().isEmpty()) {
        o.fault("model", "'" + offer.model() + "' is there already; keep one of them");
      }
      offers.add(offer);
    }
    List<Deployment> places = f.children("deployments").stream().map(OfferSection::place).toList();
    f.refuseOthers();
    return new ProviderFile(
        new Provider(id, name, List.copyOf(names), bare, counting, words, how, offers, places),
        whole);
  }

  private static void currency(Fields f) {
    f.text("currency")
        .filter(c -> !c.equalsIgnoreCase("USD"))
        .ifPresent(c ->
            f.fault(
                "currency",
                "must be USD (was '"
                    + c
                    + "'): there are no exchange rates here; convert the rates, and say in 'source'"
                    + " at which rate"));
  }

  private static FineTuning fineTuning(Fields f) {
    List<FineTuning.Step> steps = new ArrayList<>();
    for (Fields s : f.children("steps")) {
      Optional<LocalDate> date = day(s, "date");
      String what = s.requiredText("what");
      if (!s.has("date")) {
        s.fault("date", "is required");
      }
      date.ifPresent(d -> steps.add(new FineTuning.Step(d, what)));
      s.refuseOthers();
    }
    List<String> states =
        Arrays.stream(FineTuning.State.values()).map(FineTuning.State::word).toList();
    f.requiredText("state");
    FineTuning.State state =
        f.word("state", states)
            .map(w -> FineTuning.State.valueOf(w.toUpperCase(Locale.ROOT)))
            .orElse(FineTuning.State.UNKNOWN);
    FineTuning read =
        new FineTuning(state, day(f, "until"), steps, f.text("notes"), OfferSection.grounds(f));
    f.refuseOthers();
    return read;
  }

  private static FineTuning unknown(Node root) {
    return new FineTuning(
        FineTuning.State.UNKNOWN,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        new Grounds(root.place().file(), Optional.empty(), Grounds.Grade.READ));
  }

  private static List<String> words() {
    return Arrays.stream(Counting.values()).map(Counting::word).toList();
  }

  private static Counting counting(String word) {
    return Arrays.stream(Counting.values())
        .filter(c -> c.word().equals(word))
        .findFirst()
        .orElse(Counting.FILE);
  }

  /** A day such as 2026-10-07. */
  static Optional<LocalDate> day(Fields f, String key) {
    Optional<String> text = f.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      f.fault(key, "must be a day such as 2026-10-07 (was '" + text.get() + "')");
      return Optional.empty();
    }
  }
}
