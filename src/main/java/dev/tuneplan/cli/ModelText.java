package dev.tuneplan.cli;

import dev.tuneplan.base.Place;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.model.ModelShape;
import java.util.List;
import java.util.Map;

/** Models as tables and as trees. */
final class ModelText {
  private ModelText() {}

  static List<ModelShape> all(ModelCatalogue catalogue) {
    return catalogue.ids().stream().map(id -> catalogue.find(id, Place.of(id))).toList();
  }

  static String list(Output form, List<ModelShape> models) {
    return form.render(
        markdown -> {
          Table t = new Table("id", "parameters", "active", "layers", "hidden", "type");
          models.forEach(m ->
              t.row(
                  m.id(),
                  Text.of("%,d", m.parameters()),
                  Text.of("%,d", m.activeParameters()),
                  "" + m.depth(),
                  "" + m.hidden(),
                  m.modelType()));
          return models.isEmpty() ? "" : markdown ? t.markdown() : t.text();
        },
        () -> Tree.of("models", models.stream().map(ModelText::tree).toList()));
  }

  /** A model's counts and outer sizes. */
  static Map<String, Object> tree(ModelShape m) {
    return Tree.of(
        "id", m.id(),
        "modelType", m.modelType(),
        "parameters", m.parameters(),
        "activeParameters", m.activeParameters(),
        "layers", m.depth(),
        "hiddenSize", m.hidden(),
        "vocabulary", m.vocab(),
        "maxPositions", m.maxPositions());
  }
}
