package dev.tuneplan.cli;

import dev.tuneplan.agent.segment.Disk;
import dev.tuneplan.agent.segment.SegmentWriter;
import dev.tuneplan.agent.ship.LinesChannel;
import dev.tuneplan.agent.ship.Shipper;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplesCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    SegmentWriter writer =
        new SegmentWriter(
            folder.resolve("run/attempts/1/samples"),
            Disk.SYSTEM,
            SegmentWriter.Sizes.USUAL,
            Map.of("run", "7f3a"));
    for (String id : List.of("host", "GPU-1", "GPU-2")) {
      String kind = id.equals("host") ? "host" : "gpu";
      writer.write(Map.of("is", "device", "device", id, "name", "one", "kind", kind));
    }
    writer.write(Map.of("is", "phase", "phase", "setup", "s", 0.0));
    writer.write(Map.of("is", "phase", "phase", "training", "s", 60.5));
    for (String phase : List.of("setup", "training")) {
      for (String id : List.of("host", "GPU-1", "GPU-2")) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("row", id);
        row.put("phase", phase);
        row.put("from", phase.equals("setup") ? 0.0 : 60.5);
        row.put("to", phase.equals("setup") ? 60.5 : 3660.5);
        row.put("at", "2026-11-25T12:00:00Z");
        row.put("n", 10L);
        row.put(
            id.equals("host") ? "treeCpuS" : "energyJ", phase.equals("setup") ? 55.0 : 1_800_000.0);
        writer.write(row);
      }
    }
    writer.write(Map.of("is", "end", "s", 3660.5));
    writer.close();
    try (OutputStream log = new FileOutputStream(folder.resolve("agent.log").toFile())) {
      new Shipper(
              new Shipper.Origin("7f3a", folder.resolve("run/attempts"), 0, "samples"),
              new LinesChannel(log),
              text -> {})
          .round();
    }
    List<String> lines = Files.readAllLines(folder.resolve("agent.log"));
    Files.write(folder.resolve("cut.log"), lines.subList(0, lines.size() - 2));
    Files.writeString(
        folder.resolve("last-words.json"),
        """
        {"run":"7f3a","outcome":"finished","usage":{"phases":["setup","training"],"s":[60.5,3600.0],
        "gpuCount":64,"energyJ":[100.0,7200000.0],"segments":{"lines":12}}}
        """);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "samples-run|samples --from DIR/run",
        "samples-run-json|samples --from DIR/run -o json",
        "samples-segments-markdown|samples --from DIR/run/attempts/1/samples -o markdown",
        "samples-log|samples --from DIR/agent.log",
        "samples-cut|samples --from DIR/cut.log",
        "samples-last-words|samples --from DIR/last-words.json",
        "samples-nothing|samples --from pom.xml",
        "samples-not-there|samples --from DIR/nowhere",
        "samples-both|samples demo --from DIR/run",
        "help-samples|samples --help",
        "help-serve|serve --help",
        "help-agent-serve|agent serve --help",
        "serve-open|serve --listen 0.0.0.0:0",
        "serve-no-address|serve --listen here",
        "agent-serve-nowhere|agent serve --to ftp://x",
      })
  void printsWhatWasReviewed(String name, String args) throws IOException {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    int code = Main.run(writer, writer, args.replace("DIR", folder.toString()).split(" "));
    String text = out.toString().replace(folder.toString(), "DIR");
    Golden.same(name, "$ tuneplan " + args + "\n" + text + "exit " + code + "\n");
  }
}
