package dev.tuneplan.files;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 and JSON, which is a part of it, into {@link Node} trees. */
public final class YamlFiles {
  /** A spec, a profile or a model's config is a few KiB; more is a mistake or an attack. */
  static final long LARGEST_BYTES = 4L << 20;

  private static final int MOST_NODES = 200_000;
  private static final int DEEPEST = 100;
  private static final String YAML = "tag:yaml.org,2002:";

  /** What PyYAML runs code for: a file for its unsafe loader, or an attack. */
  private static final String PYTHON = YAML + "python/";

  private YamlFiles() {}

  /** Reads a file; faults are thrown as {@link InvalidInput}. */
  public static Node read(Path path) {
    return parse(path.toString(), FileBytes.of(path, LARGEST_BYTES));
  }

  /** Reads bytes that came from {@code name}. */
  public static Node parse(String name, byte[] bytes) {
    try {
      return parse(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new InvalidInput(Place.of(name), "", "is not UTF-8 text");
    }
  }

  /** Reads text that came from {@code name}. */
  public static Node parse(String name, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(true)
            .setMaxAliasesForCollections(20)
            .setCodePointLimit((int) LARGEST_BYTES)
            .build();
    Problems problems = new Problems();
    Node root;
    try {
      Optional<org.snakeyaml.engine.v2.nodes.Node> composed =
          new Compose(settings).composeString(text);
      if (composed.isEmpty()) {
        throw new InvalidInput(Place.of(name), "", "is empty");
      }
      root = new Converter(name, problems).convert(composed.get(), 0);
    } catch (MarkedYamlEngineException e) {
      throw new InvalidInput(
          e.getProblemMark().map(m -> place(name, m)).orElse(Place.of(name)),
          "",
          "is not valid YAML: " + oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      throw new InvalidInput(Place.of(name), "", "is not valid YAML: " + oneLine(e.getMessage()));
    } catch (StackOverflowError e) {
      throw new InvalidInput(Place.of(name), "", "is nested too deeply");
    }
    problems.throwIfAny();
    return root;
  }

  private static String oneLine(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "unreadable" : text.lines().findFirst().orElse("unreadable").strip();
  }

  private static Place place(String name, Mark mark) {
    return new Place(name, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Turns the library's nodes into ours; counts them, since aliases can multiply. */
  private static final class Converter {
    private final String name;
    private final Problems problems;
    private int nodes;

    Converter(String name, Problems problems) {
      this.name = name;
      this.problems = problems;
    }

    Node convert(org.snakeyaml.engine.v2.nodes.Node node, int depth) {
      Place place = node.getStartMark().map(m -> place(name, m)).orElse(Place.of(name));
      if (++nodes > MOST_NODES || depth > DEEPEST) {
        throw new InvalidInput(
            place, "", depth > DEEPEST ? "is nested too deeply" : "expands to too many values");
      }
      if (node.getTag().getValue().startsWith(PYTHON)) {
        problems.add(
            place,
            "!!" + node.getTag().getValue().substring(YAML.length()),
            "is a tag by which PyYAML makes objects; nothing is made here: write a plain value");
      }
      return switch (node) {
        case ScalarNode s -> new Node.Scalar(place, s.getValue(), type(s.getTag()));
        case SequenceNode s -> {
          List<Node> items = new ArrayList<>();
          s.getValue().forEach(n -> items.add(convert(n, depth + 1)));
          yield new Node.Sequence(place, items);
        }
        case MappingNode m -> mapping(place, m, depth);
        default -> throw new InvalidInput(place, "", "is not a plain YAML value");
      };
    }

    private Node mapping(Place place, MappingNode mapping, int depth) {
      Map<String, Node> entries = new LinkedHashMap<>();
      Map<String, Place> keys = new LinkedHashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        Place at = tuple.getKeyNode().getStartMark().map(m -> place(name, m)).orElse(place);
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          problems.add(at, "", "a key must be a plain text");
          continue;
        }
        if (keys.containsKey(key.getValue())) {
          problems.add(at, key.getValue(), "is given twice, first at " + keys.get(key.getValue()));
          continue;
        }
        keys.put(key.getValue(), at);
        entries.put(key.getValue(), convert(tuple.getValueNode(), depth + 1));
      }
      return new Node.Mapping(place, entries, keys);
    }

    private static Node.Scalar.Type type(Tag tag) {
      if (tag.equals(Tag.INT)) {
        return Node.Scalar.Type.INTEGER;
      }
      if (tag.equals(Tag.FLOAT)) {
        return Node.Scalar.Type.FLOAT;
      }
      if (tag.equals(Tag.BOOL)) {
        return Node.Scalar.Type.BOOLEAN;
      }
      return tag.equals(Tag.NULL) ? Node.Scalar.Type.NULL : Node.Scalar.Type.TEXT;
    }
  }
}
