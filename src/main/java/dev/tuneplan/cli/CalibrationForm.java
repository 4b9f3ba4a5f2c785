package dev.tuneplan.cli;

import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.calibrate.Exposure;
import dev.tuneplan.calibrate.Key;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.files.PlainTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;

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
   * @param number under which it is kept, whatever the text says
   * @param place where the text is, for faults
   */
  static CalibrationVersion read(int number, String text, Place place) {
    PlainTree tree = PlainTree.of(PythonJson.read(text));
    try {
      return read(number, tree);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new InvalidInput(place, "", "is no calibration; remove it, or make a new one");
    }
  }

  private static CalibrationVersion read(int number, PlainTree tree) {
    if (!(tree.at("observations").value() instanceof List)) {
      throw new NoSuchElementException("observations");
    }
    List<Observation> learned = new ArrayList<>();
    List<CalibrationVersion.Excluded> excluded = new ArrayList<>();
    for (PlainTree one : tree.items("observations")) {
      Observation o = observation(one);
      one.text("excluded")
          .ifPresentOrElse(
              why -> excluded.add(new CalibrationVersion.Excluded(o, why)), () -> learned.add(o));
    }
    return new CalibrationVersion(
        number,
        tree.time("made").orElseThrow(),
        learned,
        excluded,
        tree.items("exposures").stream().map(CalibrationForm::exposure).toList());
  }

  private static Exposure exposure(PlainTree tree) {
    return new Exposure(
        need(tree, "id"),
        need(tree, "gpu"),
        tree.number("gpuHours").orElseThrow(),
        tree.count("interruptions"),
        tree.time("made").orElseThrow());
  }

  private static Observation observation(PlainTree tree) {
    return new Observation(
        need(tree, "id"),
        Quantity.valueOf(need(tree, "quantity").toUpperCase(Locale.ROOT)),
        new Key(
            need(tree, "stack"),
            need(tree, "gpu"),
            need(tree, "method"),
            need(tree, "model"),
            need(tree, "config")),
        tree.number("predicted").orElseThrow(),
        tree.number("actual").orElseThrow(),
        tree.flag("atLeast"),
        tree.time("made").orElseThrow());
  }

  private static String need(PlainTree tree, String key) {
    return tree.text(key).orElseThrow();
  }
}
