package dev.tuneplan.accuracy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.stack.StackCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A measured run that can be scored.
 *
 * @param speed setups that it may mean for speed
 * @param memory and for memory
 */
record FitRow(String id, String source, Measured measured, List<Setup> speed, List<Setup> memory) {
  static List<FitRow> read(ModelCatalogue models, GpuCatalogue gpus, StackCatalogue stacks)
      throws IOException {
    Placing placing = new Placing(models, gpus, stacks);
    List<FitRow> rows = new ArrayList<>();
    Path file = Path.of("accuracy/measurements.csv");
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord r : csv) {
        Measured measured = Measured.of(r::getField);
        if (!measured.any()) {
          continue;
        }
        try {
          rows.add(
              new FitRow(
                  r.getField("id"),
                  r.getField("source"),
                  measured,
                  placing.setups(r::getField, Placing.Use.SPEED),
                  placing.setups(r::getField, Placing.Use.MEMORY)));
        } catch (InvalidInput e) {
          // a row that cannot be placed is not scored either: accuracy lists it with the reason
        }
      }
    }
    return rows;
  }
}
