package dev.tuneplan.trace;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.model.HfConfig;
import dev.tuneplan.model.ModelShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A line of accuracy/traces.csv beside what the core says of the same step on one GPU. */
record TracedRecord(NamedCsvRecord line, StepTrace core) {
  private static final Path TRACES = Path.of("accuracy/traces.csv");
  private static final Path MODELS = Path.of("trace/models");

  /** What is compared. */
  enum Quantity {
    MEMORY("peak_bytes") {
      @Override
      double of(StepTrace core) {
        return core.peak();
      }
    },
    FLOPS("flops") {
      @Override
      double of(StepTrace core) {
        return core.flops();
      }
    },
    BYTES("bytes") {
      @Override
      double of(StepTrace core) {
        return core.bytes();
      }
    },
    OPERATORS("operators") {
      @Override
      double of(StepTrace core) {
        return core.operators();
      }
    },
    FORWARD("peak_forward") {
      @Override
      double of(StepTrace core) {
        return core.peak(StepTrace.Phase.FORWARD);
      }
    },
    BACKWARD("peak_backward") {
      @Override
      double of(StepTrace core) {
        return core.peak(StepTrace.Phase.BACKWARD);
      }
    },
    STEP("peak_step") {
      @Override
      double of(StepTrace core) {
        return core.peak(StepTrace.Phase.STEP);
      }
    },
    FORWARD_BYTES("bytes_forward") {
      @Override
      double of(StepTrace core) {
        return core.forward().bytes();
      }
    },
    FORWARD_OPERATORS("operators_forward") {
      @Override
      double of(StepTrace core) {
        return core.forward().operators();
      }
    };

    private final String column;

    Quantity(String column) {
      this.column = column;
    }

    abstract double of(StepTrace core);
  }

  String get(String column) {
    return line.getField(column);
  }

  /** Whether the step ran on one GPU alone, which is what the core traces. */
  boolean alone() {
    return get("parallelism").equals("none");
  }

  /** The core's value over the trace's, less 1. */
  double error(Quantity q) {
    return q.of(core) / Double.parseDouble(get(q.column)) - 1;
  }

  /** All lines of a split, {@code build} or {@code holdout}. */
  static List<TracedRecord> of(String split) {
    Map<String, ModelShape> models = new HashMap<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(TRACES)) {
      return csv.stream()
          .filter(r -> r.getField("split").equals(split))
          .map(r ->
              new TracedRecord(
                  r,
                  StepTracer.of(
                      models.computeIfAbsent(r.getField("model"), TracedRecord::model),
                      StepOptions.of(r::getField))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelShape model(String name) {
    try {
      Problems problems = new Problems();
      String json = Files.readString(MODELS.resolve(name + ".json"));
      ModelShape shape = HfConfig.read(name, Fields.of(YamlFiles.parse(name, json), problems));
      problems.throwIfAny();
      return shape;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
