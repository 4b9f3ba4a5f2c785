package dev.tuneplan.bench;

import dev.tuneplan.kube.render.Manifest;
import dev.tuneplan.kube.render.RenderRequest;
import dev.tuneplan.kube.render.Renderer;
import dev.tuneplan.kube.render.Requests;
import dev.tuneplan.launch.Plans;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Manifests a second on one thread: at least 1,000 are wanted. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RenderBenchmark {
  private Renderer renderer;
  private RenderRequest request;
  private String text;

  /** Reads the templates. */
  @Setup
  public void read() {
    renderer = Requests.renderer();
    request = Requests.of(Plans.plan(Plans.gpus(16, 2, "fsdp"), Plans.SPEC));
    text = Plans.text(Plans.gpus(16, 2, "fsdp"), Plans.SPEC);
  }

  /** A plan that is read to the trees that are sent. */
  @Benchmark
  public Manifest trees() {
    return renderer.render(request);
  }

  /** From the plan's text to that of the manifest, trainer's settings included. */
  @Benchmark
  public String fromTextToText() {
    return renderer
        .render(
            Requests.of(
                dev.tuneplan.launch.LaunchPlan.of(
                    dev.tuneplan.files.YamlFiles.parse("plan.yaml", text))))
        .yaml();
  }
}
