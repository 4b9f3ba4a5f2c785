package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.estimate.StepSetup;
import dev.tuneplan.estimate.Traceable;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.spec.SpecReader;
import dev.tuneplan.tokens.Progress;
import dev.tuneplan.trace.StepTracer;
import dev.tuneplan.trace.TraceRequest;
import dev.tuneplan.tracer.PythonEnvironment;
import dev.tuneplan.tracer.Trace;
import dev.tuneplan.tracer.TraceFailure;
import dev.tuneplan.tracer.TraceModel;
import dev.tuneplan.tracer.TraceStore;
import dev.tuneplan.tracer.Tracer;
import dev.tuneplan.tracer.TracerSources;
import dev.tuneplan.trainer.TrainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "trace",
    description = {
      "Run a training step of the real PyTorch, Transformers and PEFT on fake tensors.",
      "Memory and operators of your own model folder, without a GPU or weights."
    },
    footer = {
      "",
      "'plan' and 'estimate' then say \"traced with transformers X, peft Y\" for this step.",
      "A folder's own code runs only with --trust-code: without network, without other",
      "programs, and not longer than --timeout, but with your rights: docs/trace.md.",
      "",
      "Examples:",
      "  tuneplan trace my-model --method lora --rank 32 --seq 4096 --trust-code",
      "  tuneplan trace examples/support-bot.yaml --env ~/venvs/training"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
  private static final Place LINE = Place.of("command line");
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([smh]?)");

  @Parameters(
      arity = "0..1",
      paramLabel = "SPEC|MODEL",
      description = "run spec, saved plan, model folder or catalogue id")
  private @Nullable String what;

  @Option(
      names = "--env",
      paramLabel = "DIR",
      description =
          "Python environment to use, or to make (default: $TUNEPLAN_TRACE_ENV, or one of"
              + " tuneplan's own in the cache folder)")
  private @Nullable Path env;

  @Option(names = "--yes", description = "make the environment without asking (about 6 GB)")
  private boolean yes;

  @Option(names = "--trust-code", description = "let the model folder's own code run")
  private boolean trust;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "the longest that the trace may take: 90s, 10m, 1h (default: 10m)")
  private String timeout = "10m";

  @Mixin private OutputOption output = new OutputOption();
  @Mixin private OneSetup one = new OneSetup();
  @Mixin private RunOptions run = new RunOptions();
  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Duration limit = limit();
    Home home = Home.standard();
    Problems problems = new Problems();
    Leaves given =
        OneSetup.sized(one.complete(run.over(one.over(named())))).without(TrainerConfig.MAX_STEPS);
    RunSpec spec = SpecReader.read(given.tree(), problems);
    if (what == null && spec.model().isEmpty()) {
      throw new InvalidInput(LINE, "", "name a run spec, a model folder or a catalogue id");
    }
    if (spec.model().isEmpty()) {
      problems.throwIfAny();
    }
    TraceModel model = TraceModel.of(home.models(), spec.model(), spec.places().model());
    Optional<ModelShape> shape = shape(home, spec);
    StepSetup step =
        new JobFactory(home, problems, DataCounting.kept(Progress.NONE)).step(spec, shape);
    Traceable asked = Traceable.of(step);
    TraceRequest request = asked.request().orElseThrow(() -> refused(asked));
    try {
      Trace trace = trace(model, request, limit);
      // tuneplan's own model of a spread step is in the estimate, which needs a device
      var own = shape.filter(s -> request.gpus() == 1).map(s -> StepTracer.of(s, request.step()));
      TraceText text = new TraceText(model, step, asked, trace, own);
      Main.print(command, output.form().render(text::text, text::tree));
      return ExitCode.OK.code;
    } catch (TraceFailure e) {
      Main.note(command, String.valueOf(e.getMessage()));
      return ExitCode.FAILED.code;
    }
  }

  private Duration limit() {
    Matcher m = SPAN.matcher(timeout.strip());
    if (!m.matches() || Integer.parseInt(m.group(1)) == 0) {
      throw new InvalidInput(
          Place.of("--timeout"),
          "",
          "must be a time such as 90s, 10m or 1h (was '" + timeout + "')");
    }
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "h" -> Duration.ofHours(n);
      case "m" -> Duration.ofMinutes(n);
      default -> Duration.ofSeconds(n);
    };
  }

  /** What the line names: a spec's values, or those of no file with a model. */
  private Leaves named() {
    Leaves none = RunOptions.withoutFile();
    if (what == null) {
      return none;
    }
    Path path = Path.of(what);
    boolean file = Files.exists(path) || what.endsWith(".yaml") || what.endsWith(".yml");
    boolean model = Files.isDirectory(path) || what.endsWith(".json") || !file;
    return model ? none.with("model", LINE, what) : Leaves.of(SpecReader.open(path));
  }

  /** The model's shape, where tuneplan's own model knows it. */
  private static Optional<ModelShape> shape(Home home, RunSpec spec) {
    try {
      return Optional.of(home.models().find(spec.model(), spec.places().model()));
    } catch (InvalidInput e) {
      return Optional.empty();
    }
  }

  private static InvalidInput refused(Traceable asked) {
    Problems problems = new Problems();
    asked.refused().forEach(r -> problems.add(LINE, "", "cannot be traced: " + r));
    try {
      problems.throwIfAny();
    } catch (InvalidInput e) {
      return e;
    }
    throw new IllegalStateException("nothing was asked and nothing refused");
  }

  private Trace trace(TraceModel model, TraceRequest request, Duration limit)
      throws IOException, InterruptedException, TraceFailure {
    TracerSources sources = TracerSources.packed();
    TraceStore store = Home.traceStore();
    TraceEnvironment chosen = new TraceEnvironment(command, sources, env, yes);
    if (!chosen.ready() && !yes) {
      Optional<Trace> known =
          store.all(model, () -> sources).stream()
              .filter(t -> t.trusted() == trust && t.request().equals(request))
              .findFirst();
      if (known.isPresent()) {
        return known.get();
      }
    }
    PythonEnvironment environment = chosen.prepared();
    Tracer tracer = new Tracer(environment, sources, store, System.getenv(), Main.verbose(command));
    chosen.progress("tracing, at most " + limit.toSeconds() + " s ...");
    return tracer.trace(model, request, trust, limit);
  }
}
