package dev.tuneplan.cli;

import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.calibrate.Exposure;
import dev.tuneplan.calibrate.Key;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.files.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A calibration as a text of JSON. */
final class CalibrationForm {
  private CalibrationForm() {}

  /** On one line. */
  static String write(CalibrationVersion v) {
    List<Object> all = new ArrayList<>(v.learned().stream().map(CalibrationForm::one).toList());
    for (CalibrationVersion.Excluded e : v.excluded()) {
      Map<String, Object> tree = one(e.observation());
      tree.put("excluded", e.why());
      all.add(tree);
    }
    return JsonText.of(
            Tree.of(
                "apiVersion",
                "tuneplan/v1",
                "kind",
                "Calibration",
                "version",
                v.number(),
                "made",
                v.made().toString(),
                "observations",
                all,
                "exposures",
                v.exposures().stream().map(CalibrationForm::one).toList()))
        + "\n";
  }

  private static Map<String, Object> one(Exposure e) {
    return Tree.of(
        "id", e.id(),
        "gpu", e.gpu(),
        "gpuHours", e.gpuHours(),
        "interruptions", e.interruptions(),
        "made", e.made().toString());
  }

  private static List<Exposure> exposures(@Nullable Object tree) {
    List<Exposure> all = new ArrayList<>();
    if (tree instanceof List<?> list) {
      for (Object one : list) {
        if (one instanceof Map<?, ?> m) {
          all.add(
              new Exposure(
                  text(m.get("id")),
                  text(m.get("gpu")),
                  Double.parseDouble(text(m.get("gpuHours"))),
                  (int) Double.parseDouble(text(m.get("interruptions"))),
                  Instant.parse(text(m.get("made")))));
        }
      }
    }
    return all;
  }

  static Map<String, Object> one(Observation o) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", o.id());
    tree.put("quantity", o.quantity().word());
    tree.put("stack", o.key().stack());
    tree.put("gpu", o.key().gpu());
    tree.put("method", o.key().method());
    tree.put("model", o.key().family());
    tree.put("config", o.key().config());
    tree.put("predicted", o.predicted());
    tree.put("actual", o.actual());
    tree.put("atLeast", o.atLeast());
    tree.put("made", o.made().toString());
    return tree;
  }

  /**
   * The opposite.
   *
   * @param place where the text is, for faults
   */
  static CalibrationVersion read(String text, Place place) {
    if (!(PythonJson.read(text) instanceof Map<?, ?> tree)
        || !(tree.get("observations") instanceof List<?> all)) {
      throw new InvalidInput(place, "", "is no calibration; remove it, or make a new one");
    }
    List<Observation> learned = new ArrayList<>();
    List<CalibrationVersion.Excluded> excluded = new ArrayList<>();
    for (Object one : all) {
      if (one instanceof Map<?, ?> m) {
        Observation o = observation(m);
        if (m.get("excluded") instanceof String why) {
          excluded.add(new CalibrationVersion.Excluded(o, why));
        } else {
          learned.add(o);
        }
      }
    }
    return new CalibrationVersion(
        (int) Double.parseDouble(text(tree.get("version"))),
        Instant.parse(text(tree.get("made"))),
        learned,
        excluded,
        exposures(tree.get("exposures")));
  }

  private static Observation observation(Map<?, ?> m) {
    return new Observation(
        text(m.get("id")),
        Quantity.valueOf(text(m.get("quantity")).toUpperCase(Locale.ROOT)),
        new Key(
            text(m.get("stack")),
            text(m.get("gpu")),
            text(m.get("method")),
            text(m.get("model")),
            text(m.get("config"))),
        Double.parseDouble(text(m.get("predicted"))),
        Double.parseDouble(text(m.get("actual"))),
        Boolean.parseBoolean(text(m.get("atLeast"))),
        Instant.parse(text(m.get("made"))));
  }

  private static String text(@Nullable Object value) {
    return String.valueOf(value);
  }
}
