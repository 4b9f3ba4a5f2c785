package dev.tuneplan.cli;

import dev.tuneplan.agent.Signals;
import dev.tuneplan.agent.expose.MetricsServer;
import dev.tuneplan.agent.expose.MlflowLog;
import dev.tuneplan.agent.expose.Sidecar;
import dev.tuneplan.agent.process.UnixSignal;
import dev.tuneplan.agent.record.Attempts;
import dev.tuneplan.agent.sample.Meters;
import dev.tuneplan.agent.ship.Channel;
import dev.tuneplan.agent.ship.HttpChannel;
import dev.tuneplan.agent.ship.LinesChannel;
import dev.tuneplan.agent.ship.Shipper;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = {
      "Run beside a trainer's container: ship its samples, show them to Prometheus and",
      "to MLflow (MLFLOW_TRACKING_URI and MLFLOW_RUN_ID), until SIGTERM."
    },
    footer = {
      "",
      "GET /metrics, /healthz, /ready. What a channel does not take stays in the run's",
      "folder and is sent later. The token of servers is in TUNEPLAN_PUSH_TOKEN.",
      "",
      "Example:",
      "  tuneplan agent serve --dir /runs --run 7f3a --to https://tuneplan.example.com"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class AgentServe implements Callable<Integer> {
  private static final long LOOK_SECONDS = 1;

  @Mixin private AgentFolder run = new AgentFolder();
  @Mixin private AgentNode node = new AgentNode();

  @Option(
      names = "--to",
      paramLabel = "WHERE",
      description = "stdout, or the address of a server; may be given more than once")
  private List<String> to = List.of();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0:9464",
      description = "for /metrics (default: 0.0.0.0:9464)")
  private String listen = "0.0.0.0:9464";

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Shipper.Origin origin =
        new Shipper.Origin(
            run.run(), new Attempts(run.dir()).folder(), node.number(), Meters.FOLDER);
    Sidecar sidecar =
        new Sidecar(
            origin,
            channels(),
            MlflowLog.of(System.getenv()),
            text -> Main.note(command, "tuneplan: " + text));
    BlockingQueue<UnixSignal> asked = new LinkedBlockingQueue<>();
    Signals.system(false).listen(asked::add);
    try (MetricsServer server =
        MetricsServer.start(Listen.address("--listen", listen), sidecar::metrics)) {
      Main.note(command, "tuneplan: listening on port " + server.address().getPort());
      do {
        sidecar.round();
      } while (asked.poll(LOOK_SECONDS, TimeUnit.SECONDS) == null);
      sidecar.last();
    }
    return ExitCode.OK.code;
  }

  private List<Channel> channels() {
    Optional<String> token =
        Optional.ofNullable(System.getenv("TUNEPLAN_PUSH_TOKEN")).filter(t -> !t.isBlank());
    List<Channel> channels = new ArrayList<>();
    for (String where : to) {
      if (where.equals("stdout")) {
        channels.add(new LinesChannel(new FileOutputStream(FileDescriptor.out)));
      } else if (where.matches("https?://[^\\s]+")) {
        channels.add(new HttpChannel(URI.create(where), token));
      } else {
        throw new InvalidInput(
            Place.of("--to"), "", "must be stdout or http(s)://... (was '" + where + "')");
      }
    }
    return channels;
  }
}
