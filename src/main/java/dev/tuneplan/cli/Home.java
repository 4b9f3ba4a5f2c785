package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.estimate.Traces;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.launch.ImageCatalogue;
import dev.tuneplan.ledger.Database;
import dev.tuneplan.ledger.Ledger;
import dev.tuneplan.ledger.SqliteNatives;
import dev.tuneplan.managed.ProviderBook;
import dev.tuneplan.managed.RateBook;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.pricing.NameRule;
import dev.tuneplan.pricing.PriceBook;
import dev.tuneplan.pricing.PriceFile;
import dev.tuneplan.pricing.PriceImport;
import dev.tuneplan.pricing.WithdrawnPrice;
import dev.tuneplan.runs.FileRuns;
import dev.tuneplan.runs.Recordings;
import dev.tuneplan.runs.Runs;
import dev.tuneplan.stack.StackCatalogue;
import dev.tuneplan.stack.StackProfile;
import dev.tuneplan.trace.TraceRequest;
import dev.tuneplan.trace.TracedStep;
import dev.tuneplan.tracer.TraceModel;
import dev.tuneplan.tracer.TraceStore;
import dev.tuneplan.tracer.TracerSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where catalogues are: the project's folders, then the user's, which win. */
record Home(Path shipped, Path user) {
  private static final String PRICES = "offers.csv";

  static Home standard() {
    return new Home(Path.of(System.getProperty("tuneplan.home", ".")), userFolder());
  }

  /** The system property {@code tuneplan.config}, or the usual place for settings. */
  private static Path userFolder() {
    String given = System.getProperty("tuneplan.config");
    if (given != null) {
      return Path.of(given);
    }
    String config = System.getenv("XDG_CONFIG_HOME");
    Path base =
        config == null || config.isBlank()
            ? Path.of(System.getProperty("user.home"), ".config")
            : Path.of(config);
    return base.resolve("tuneplan");
  }

  /**
   * Where what can be made again is kept: the system property {@code tuneplan.cache}, or as usual.
   */
  static Path cache() {
    String given = System.getProperty("tuneplan.cache");
    if (given != null) {
      return Path.of(given);
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("tuneplan");
  }

  /** Where what must not be lost is kept: {@code tuneplan.data}, or as usual. */
  static Path data() {
    String given = System.getProperty("tuneplan.data");
    if (given != null) {
      return Path.of(given);
    }
    String data = System.getenv("XDG_DATA_HOME");
    Path base =
        data == null || data.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(data);
    return base.resolve("tuneplan");
  }

  /** The runs of this machine. */
  static Runs runs() {
    return new FileRuns(data().resolve("runs").toAbsolutePath());
  }

  /** What was seen of runs in clusters. */
  static Recordings recordings() {
    return new Recordings(data().resolve("recordings").toAbsolutePath());
  }

  /**
   * The ledger: where the system property {@code tuneplan.ledger} or {@code TUNEPLAN_LEDGER} says,
   * or in the data folder.
   */
  static Ledger ledger() throws IOException {
    Optional<String> named = namedLedger();
    if (named.isPresent()) {
      SqliteNatives.in(natives());
      return Ledger.open(Database.of(named.get()));
    }
    Path file = data().resolve("ledger.db").toAbsolutePath();
    Files.createDirectories(file.getParent());
    SqliteNatives.in(natives());
    return Ledger.open(Database.file(file));
  }

  /** Whether there is a ledger, as far as a look at files tells: opening one makes it. */
  static boolean ledgerIsThere() {
    return namedLedger()
        .map(named -> named.contains("://") || Files.exists(Path.of(named)))
        .orElseGet(() -> Files.exists(data().resolve("ledger.db")));
  }

  private static Optional<String> namedLedger() {
    String given = System.getProperty("tuneplan.ledger");
    return Optional.ofNullable(given != null ? given : System.getenv("TUNEPLAN_LEDGER"))
        .filter(named -> !named.isBlank());
  }

  /** The time: the system property {@code tuneplan.now}, or now. */
  static Clock clock() {
    String given = System.getProperty("tuneplan.now");
    return given == null ? Clock.systemUTC() : Clock.fixed(Instant.parse(given), ZoneOffset.UTC);
  }

  /** The user's day at that time. */
  static LocalDate today() {
    return LocalDate.now(clock().withZone(ZoneId.systemDefault()));
  }

  /** What was learned from runs: {@code tuneplan.calibrations}, or in the data folder. */
  static CalibrationStore calibrations() {
    String given = System.getProperty("tuneplan.calibrations");
    if (given != null) {
      return new CalibrationStore(Path.of(given));
    }
    return new CalibrationStore(data().resolve("calibrations").toAbsolutePath());
  }

  /** Where counts of tokens are kept. */
  static Path countFolder() {
    return cache().resolve("tokens");
  }

  /** Where native libraries are unpacked. */
  static Path natives() {
    return cache().resolve("natives");
  }

  /**
   * Where Hugging Face's libraries keep what they fetch: the system property {@code tuneplan.hub},
   * or as huggingface_hub says (constants.py).
   */
  static Path hub() {
    String given = System.getProperty("tuneplan.hub");
    if (given != null) {
      return Path.of(given);
    }
    String cache = System.getenv("HF_HUB_CACHE");
    String home = System.getenv("HF_HOME");
    String xdg = System.getenv("XDG_CACHE_HOME");
    if (cache != null && !cache.isBlank()) {
      return Path.of(cache);
    }
    if (home != null && !home.isBlank()) {
      return Path.of(home, "hub");
    }
    Path base =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return base.resolve("huggingface").resolve("hub");
  }

  /** Where traces are kept. */
  static TraceStore traceStore() {
    return new TraceStore(cache().resolve("traces"));
  }

  /** What the real libraries said about a model that a spec names; what cannot be read is none. */
  Traces traces(String model) {
    TraceStore store = traceStore();
    if (!Files.isDirectory(store.folder())) {
      return Traces.NONE;
    }
    try {
      TraceModel found = TraceModel.of(models(), model, Place.of(model));
      Map<TraceRequest, TracedStep> known = new HashMap<>();
      store.all(found, TracerSources::packed).forEach(t -> known.put(t.request(), t.step()));
      return new Traces(known);
    } catch (IOException | InvalidInput e) {
      return Traces.NONE;
    }
  }

  private List<Path> folders(String name) {
    return List.of(shipped.resolve(name), user.resolve(name));
  }

  GpuCatalogue gpus() {
    return new GpuCatalogue(folders("gpu-profiles"));
  }

  ModelCatalogue models() {
    return new ModelCatalogue(folders("model-profiles"));
  }

  StackCatalogue stacks() {
    return new StackCatalogue(folders("stack-profiles"));
  }

  /** Names of benchmarks for models. */
  Path benchNames() {
    return shipped.resolve("model-profiles").resolve("bench-names.csv");
  }

  /** A stack profile's id by any of its names; another name is its own. Each is looked up once. */
  UnaryOperator<String> stackIds() {
    StackCatalogue stacks = stacks();
    Map<String, String> ids = new HashMap<>();
    return name -> ids.computeIfAbsent(name, n -> stacks.named(n).map(StackProfile::id).orElse(n));
  }

  ImageCatalogue images() {
    return new ImageCatalogue(folders("images"));
  }

  /** What managed providers charge. */
  ProviderBook providers() {
    return ProviderBook.read(folders("provider-prices"));
  }

  /** What tokens of models in logs cost. */
  ManagedRates modelRates() {
    return new ManagedRates(new RateBook(providers()));
  }

  /** Where imports of managed providers' prices are written. */
  Path userProviders() {
    return user.resolve("provider-prices");
  }

  PriceBook prices() {
    return PriceBook.read(List.of(shippedPrices(), userPrices()));
  }

  /** What imports of prices look up: everything shipped, and the user's own names of GPUs. */
  PriceImport.Known knownPrices() {
    List<Path> folders = folders("gpu-profiles");
    return new PriceImport.Known(
        GpuText.all(gpus()),
        PriceFile.read(shippedPrices()),
        NameRule.read(folders.getLast().resolve("names.csv")),
        NameRule.read(folders.getFirst().resolve("names.csv")),
        folders.stream()
            .flatMap(f -> WithdrawnPrice.read(f.resolve("withdrawn.csv")).stream())
            .toList());
  }

  /** The config.json of a shape that was traced, when a name is one. */
  Optional<String> tracedModel(String name) {
    Path file = shipped.resolve("trace").resolve("models").resolve(name + ".json");
    return Files.isRegularFile(file) ? Optional.of(file.toString()) : Optional.empty();
  }

  /** The price list that comes with the project. */
  Path shippedPrices() {
    return shipped.resolve("gpu-profiles").resolve(PRICES);
  }

  /** The user's own price list, which imports write. */
  Path userPrices() {
    return user.resolve("gpu-profiles").resolve(PRICES);
  }
}
