package dev.tuneplan.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Problem;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the published schema to what the reader of run specs does. */
class SpecSchemaTest {
  private static final Path FILE = Path.of("docs/schema/finetune.schema.json");
  private static final Node.Mapping SCHEMA = (Node.Mapping) YamlFiles.read(FILE);

  /** Their defaults follow from the method, and are told in words. */
  private static final Set<String> BY_METHOD = Set.of("method.alpha", "training.learningRate");

  private static final String UNKNOWN = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";
  private static final Pattern LIMITS = Pattern.compile("number (\\S+?)\\.\\.(\\S+?), was");

  /** A property by its dotted path; the items of a list have the list's path. */
  private static Map<String, Node.Mapping> properties() {
    Map<String, Node.Mapping> found = new TreeMap<>();
    gather(SCHEMA, "", found);
    return found;
  }

  private static void gather(Node.Mapping schema, String path, Map<String, Node.Mapping> found) {
    child(schema, "properties")
        .entries()
        .forEach((key, node) -> {
          Node.Mapping property = (Node.Mapping) node;
          found.put(path + key, property);
          Node.Mapping inner =
              property.entries().containsKey("items") ? child(property, "items") : property;
          if (inner.entries().containsKey("properties")) {
            gather(inner, path + key + ".", found);
          }
        });
  }

  private static Node.Mapping child(Node.Mapping node, String key) {
    return (Node.Mapping) node.entries().get(key);
  }

  private static boolean mapping(Node.Mapping property) {
    return property.entries().containsKey("properties") || property.entries().containsKey("items");
  }

  private static String text(Node.Mapping property, String key) {
    return property.entries().get(key) instanceof Node.Scalar s ? s.text() : "";
  }

  private static List<String> words(Node.Mapping property) {
    return property.entries().get("enum") instanceof Node.Sequence s
        ? s.items().stream().map(w -> ((Node.Scalar) w).text()).toList()
        : List.of();
  }

  static Stream<String> leaves() {
    return properties().entrySet().stream()
        .filter(e -> !mapping(e.getValue()) && text(e.getValue(), "const").isEmpty())
        .map(Map.Entry::getKey);
  }

  private static List<Problem> faults(String yaml) {
    try {
      Problems problems = new Problems();
      SpecReader.read(YamlFiles.parse("spec.yaml", yaml), problems);
      problems.throwIfAny();
      return List.of();
    } catch (InvalidInput e) {
      return e.problems();
    }
  }

  @Test
  void saysWhichSchemaItIs() {
    assertThat(text(SCHEMA, "$schema")).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(properties().values())
        .as("each key is described")
        .allSatisfy(p -> assertThat(text(p, "description")).endsWith("."));
  }

  @Test
  void hasExactlyTheKeysThatTheReaderTakes() {
    Map<String, Set<String>> published = new TreeMap<>();
    properties()
        .keySet()
        .forEach(path -> {
          int dot = path.lastIndexOf('.');
          published
              .computeIfAbsent(dot < 0 ? "" : path.substring(0, dot), p -> new TreeSet<>())
              .add(path.substring(dot + 1));
        });
    StringBuilder spec = new StringBuilder("{" + UNKNOWN + ": 1");
    published.keySet().stream()
        .filter(level -> !level.isEmpty() && !level.contains("."))
        .forEach(level -> {
          String bin = level.equals("data") ? ", histogram: [{" + UNKNOWN + ": 1}]" : "";
          spec.append(", " + level + ": {" + UNKNOWN + ": 1" + bin + "}");
        });
    Map<String, Set<String>> taken = new TreeMap<>();
    for (Problem p : faults(spec + "}")) {
      String known = "is not known here; known: ";
      if (p.rule().startsWith(known)) {
        String level = p.subject().replace(UNKNOWN, "").replace("[0]", "").replaceFirst("\\.$", "");
        taken.put(level, new TreeSet<>(List.of(p.rule().substring(known.length()).split(", "))));
      }
    }
    assertThat(taken).isEqualTo(published);
  }

  @Test
  void givesValuesThatTheReaderTakesForEveryKey() {
    List<Set<String>> ways =
        List.of(
            Set.of("data.tokens", "data.histogram", "kubernetes.requiredTopology"),
            Set.of(
                "data.examples",
                "data.tokensPerExample",
                "data.histogram",
                "kubernetes.preferredTopology"),
            Set.of(
                "data.examples",
                "data.tokensPerExample",
                "data.tokens",
                "kubernetes.preferredTopology"));
    for (Set<String> leftOut : ways) {
      assertThat(faults(complete(leftOut))).as("without " + leftOut).isEmpty();
    }
  }

  private static String complete(Set<String> leftOut) {
    Leaves spec = Leaves.none(SCHEMA.place());
    Map<String, String> bins = new LinkedHashMap<>();
    for (Map.Entry<String, Node.Mapping> e : properties().entrySet()) {
      String path = e.getKey();
      if (path.startsWith("data.histogram.")) {
        bins.put(path.substring("data.histogram.".length()), sample(path, e.getValue()));
      } else if (!mapping(e.getValue()) && !leftOut.contains(path)) {
        spec = spec.with(path, SCHEMA.place(), sample(path, e.getValue()));
      }
    }
    if (!leftOut.contains("data.histogram")) {
      spec = spec.with("data.histogram", YamlFiles.parse("bins", "[" + flow(bins) + "]"));
    }
    return yaml(spec.tree());
  }

  private static String flow(Map<String, String> values) {
    return values.toString().replace("=", ": ");
  }

  /** A value that the schema allows; adapters are asked for, so that their keys may stand. */
  private static String sample(String path, Node.Mapping property) {
    // texts with a form of their own
    switch (path) {
      case "method.type" -> {
        return "lora";
      }
      case "kubernetes.ship" -> {
        return "stdout";
      }
      case "kubernetes.shipToken" -> {
        return "push/token";
      }
      default -> {}
    }
    for (String key : List.of("const", "default", "minimum")) {
      if (!text(property, key).isEmpty()) {
        return text(property, key);
      }
    }
    return !words(property).isEmpty()
        ? words(property).getFirst()
        : switch (text(property, "type")) {
          case "boolean" -> "true";
          case "object" -> "{}";
          default -> "x";
        };
  }

  private static String yaml(Node node) {
    return switch (node) {
      case Node.Mapping m -> {
        Map<String, String> values = new LinkedHashMap<>();
        m.entries().forEach((k, v) -> values.put(k, yaml(v)));
        yield flow(values);
      }
      case Node.Sequence s -> s.items().stream().map(SpecSchemaTest::yaml).toList().toString();
      case Node.Scalar s -> s.text();
    };
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void givesTheLimitsAndWordsThatTheReaderHolds(String path) {
    Node.Mapping property = properties().get(path);
    String type = text(property, "type");
    boolean texts = type.isEmpty() && words(property).isEmpty();
    String wrong = type.equals("string") || texts ? "{a: b}" : UNKNOWN;
    String rule =
        faults(yaml(path, wrong)).stream()
            .filter(p -> p.subject().replace("[0]", "").equals(path))
            .map(Problem::rule)
            .findFirst()
            .orElse("nothing is wrong");
    if (!words(property).isEmpty()) {
      assertThat(rule).startsWith("must be one of " + String.join(", ", words(property)) + " (was");
      return;
    }
    switch (type) {
      case "integer", "number" -> {
        assertThat(rule)
            .startsWith(type.equals("integer") ? "must be a whole number" : "must be a number");
        Matcher limits = LIMITS.matcher(rule);
        assertThat(limits.find()).as(rule).isTrue();
        assertThat(Double.parseDouble(limits.group(1)))
            .isEqualTo(Double.parseDouble(text(property, "minimum")));
        assertThat(Double.parseDouble(limits.group(2)))
            .isEqualTo(Double.parseDouble(text(property, "maximum")));
      }
      case "boolean" -> assertThat(rule).startsWith("must be true or false");
      case "string" -> assertThat(rule).startsWith("must be a text");
      case "object" -> assertThat(rule).startsWith("must be a mapping of keys to values");
      default -> assertThat(rule).startsWith("must hold texts");
    }
  }

  /** A spec with one value. */
  private static String yaml(String path, String value) {
    String[] keys = path.split("\\.");
    String inner = value;
    for (int i = keys.length - 1; i >= 0; i--) {
      boolean list = i == 1 && path.startsWith("data.histogram.");
      inner = list ? "[{" + keys[2] + ": " + value + "}]" : inner;
      if (i < 2 || !path.startsWith("data.histogram.")) {
        inner = "{" + keys[i] + ": " + inner + "}";
      }
    }
    return inner;
  }

  @Test
  void givesTheDefaultsThatTheReaderTakes() {
    RunSpec spec =
        SpecReader.read(
            YamlFiles.parse(
                "spec.yaml",
                "{apiVersion: tuneplan/v1, kind: FineTune, model: m, data: {tokens: 1}}"));
    Map<String, String> taken = new TreeMap<>();
    Stream.concat(spec.defaults().stream(), spec.launch().defaults().stream())
        .filter(line -> !BY_METHOD.contains(line.split(" = ")[0]))
        .forEach(line -> taken.put(line.split(" = ")[0], line.split(" = ")[1]));
    taken.put("metadata.name", spec.name());
    taken.put("method.dropout", plain(spec.method().dropout()));
    taken.put("method.dora", "" + spec.method().dora());
    taken.put("training.precision", spec.training().precision());
    taken.put("training.offloadOptimizer", "" + spec.training().offloadOptimizer());
    taken.put("training.offloadParameters", "" + spec.training().offloadParameters());
    taken.put("hardware.minGpus", "" + spec.hardware().minGpus());
    taken.put("hardware.maxNodes", "" + spec.hardware().maxNodes());
    Map<String, String> published = new TreeMap<>();
    properties()
        .forEach((path, p) -> {
          if (!text(p, "default").isEmpty()) {
            published.put(path, text(p, "default"));
          }
        });
    assertThat(published).isEqualTo(taken);
  }

  private static String plain(double value) {
    return new java.math.BigDecimal(value).stripTrailingZeros().toPlainString();
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      return files.filter(p -> p.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isNamedByEveryExampleAndHasAllItsKeys(Path example) throws IOException {
    assertThat(Files.readAllLines(example).getFirst())
        .isEqualTo("# yaml-language-server: $schema=../docs/schema/finetune.schema.json");
    assertThat(example.resolveSibling("../docs/schema/finetune.schema.json")).exists();
    assertThat(properties().keySet())
        .containsAll(Leaves.of(YamlFiles.read(example)).values().keySet());
  }
}
