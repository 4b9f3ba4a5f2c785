package dev.tuneplan.cli;

import dev.tuneplan.agent.Signals;
import dev.tuneplan.agent.process.UnixSignal;
import dev.tuneplan.agent.segment.Disk;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.ingest.IngestServer;
import dev.tuneplan.ingest.Received;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = {
      "Take the samples that agents push (agent serve --to), each once, until SIGTERM.",
      "An address that others reach needs --token-file; put TLS in front of it."
    },
    footer = {
      "",
      "'tuneplan samples --from DIR/RUN' adds up what was received.",
      "",
      "Example:",
      "  tuneplan serve --listen 0.0.0.0:8321 --token-file token.txt"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1:8321",
      description = "where (default: 127.0.0.1:8321)")
  private String listen = "127.0.0.1:8321";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "where it is kept (default: received, beside the runs of this machine)")
  private @Nullable Path dir;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "holds the token that agents must show")
  private @Nullable Path tokenFile;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() throws IOException, InterruptedException {
    InetSocketAddress address = Listen.address("--listen", listen);
    Optional<String> token =
        tokenFile == null ? Optional.empty() : Optional.of(Files.readString(tokenFile).strip());
    if (token.filter(String::isEmpty).isPresent()) {
      throw new InvalidInput(Place.of("--token-file"), "", tokenFile + " is empty");
    }
    if (token.isEmpty() && !address.getAddress().isLoopbackAddress()) {
      throw new InvalidInput(
          Place.of("--listen"), "", "others reach " + listen + ": it needs --token-file FILE");
    }
    Path folder = dir == null ? Home.data().resolve("received") : dir;
    BlockingQueue<UnixSignal> asked = new LinkedBlockingQueue<>();
    Signals.system(false).listen(asked::add);
    try (IngestServer server =
        IngestServer.start(address, new Received(folder, Disk.SYSTEM), token)) {
      Main.note(command, "tuneplan: listening on port " + server.address().getPort());
      asked.take();
    }
    return ExitCode.OK.code;
  }
}
