package dev.tuneplan.cli;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.base.Place;
import dev.tuneplan.benchmark.FineTuningBench;
import dev.tuneplan.gpu.GpuProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names that LLMFineTuningBench has for models and GPUs. */
record BenchNames(Home home) {
  FineTuningBench.Names names() {
    Map<String, String> models = models(home.benchNames());
    Map<String, FineTuningBench.Gpu> gpus = new HashMap<>();
    for (String id : home.gpus().ids()) {
      GpuProfile gpu = home.gpus().find(id, Place.of(id));
      FineTuningBench.Gpu known = new FineTuningBench.Gpu(id, gpu.nominalGiB());
      gpu.productLabels()
          .forEach(label -> {
            gpus.put(label, known);
            // with and without the maker
            gpus.put(label.replaceFirst("^NVIDIA-", ""), known);
          });
    }
    return new FineTuningBench.Names(
        name -> Optional.ofNullable(models.get(name)),
        label -> Optional.ofNullable(gpus.get(label)));
  }

  private static Map<String, String> models(Path file) {
    Map<String, String> models = new HashMap<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord r : csv) {
        models.put(r.getField("name"), r.getField("model_id"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return models;
  }
}
