package dev.tuneplan.dataset;

import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.SchemaNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A value of a row, put together from Hardwood's columns, lists and structs being layers above them
 * (docs/content/concepts/nested-columns.md of Hardwood 1.0). The library's own rows are not used:
 * they keep up to 390,000 values of each column in memory at once.
 */
sealed interface ParquetCell {
  /** A column that tells which items at this depth are there. */
  ColumnReader reader();

  /** Takes what the current batch holds. */
  void refresh();

  /** The item with this index at its depth, as plain Java. */
  @Nullable Object at(int item);

  /**
   * The cell of a schema's node.
   *
   * @param layer layers above it
   * @param readers by index of the column in the file
   */
  static ParquetCell of(SchemaNode node, int layer, IntFunction<ColumnReader> readers) {
    return switch (node) {
      case SchemaNode.PrimitiveNode p -> {
        ColumnReader reader = readers.apply(p.columnIndex());
        if (reader.getLayerCount() != layer) {
          throw new UnsupportedOperationException(
              "column "
                  + reader.getColumnSchema().fieldPath()
                  + " is nested in a way that is not read");
        }
        yield new Leaf(reader);
      }
      case SchemaNode.GroupNode g when g.isList() ->
          new ItemList(of(g.getListElement(), layer + 1, readers), layer);
      case SchemaNode.GroupNode g when g.isMap() ->
          new Entries(
              of(g.getMapKey(), layer + 1, readers),
              of(g.getMapValue(), layer + 1, readers),
              layer);
      case SchemaNode.GroupNode g -> struct(g, layer, readers);
    };
  }

  private static ParquetCell struct(
      SchemaNode.GroupNode g, int layer, IntFunction<ColumnReader> readers) {
    boolean optional = g.repetitionType() == RepetitionType.OPTIONAL;
    Map<String, ParquetCell> fields = new LinkedHashMap<>();
    for (SchemaNode child : g.children()) {
      fields.put(child.name(), of(child, optional ? layer + 1 : layer, readers));
    }
    return new Struct(fields, optional, layer);
  }

  /** A value in a column. */
  final class Leaf implements ParquetCell {
    private final ColumnReader reader;
    private Validity there = Validity.NO_NULLS;
    private IntFunction<@Nullable Object> values = i -> null;

    Leaf(ColumnReader reader) {
      this.reader = reader;
    }

    @Override
    public ColumnReader reader() {
      return reader;
    }

    @Override
    public void refresh() {
      there = reader.getLeafValidity();
      values = values();
    }

    private IntFunction<@Nullable Object> values() {
      switch (reader.getColumnSchema().type()) {
        case INT32 -> {
          int[] v = reader.getInts();
          return i -> (long) v[i];
        }
        case INT64 -> {
          long[] v = reader.getLongs();
          return i -> v[i];
        }
        case FLOAT -> {
          float[] v = reader.getFloats();
          return i -> (double) v[i];
        }
        case DOUBLE -> {
          double[] v = reader.getDoubles();
          return i -> v[i];
        }
        case BOOLEAN -> {
          boolean[] v = reader.getBooleans();
          return i -> v[i];
        }
        default -> {
          byte[] bytes = reader.getBinaryValues();
          int[] at = reader.getBinaryOffsets();
          return i -> new String(bytes, at[i], at[i + 1] - at[i], StandardCharsets.UTF_8);
        }
      }
    }

    @Override
    public @Nullable Object at(int item) {
      return there.isNull(item) ? null : values.apply(item);
    }
  }

  /** A list. */
  final class ItemList implements ParquetCell {
    private final ParquetCell element;
    private final int layer;
    private Validity there = Validity.NO_NULLS;
    private int[] offsets = {};

    ItemList(ParquetCell element, int layer) {
      this.element = element;
      this.layer = layer;
    }

    @Override
    public ColumnReader reader() {
      return element.reader();
    }

    @Override
    public void refresh() {
      element.refresh();
      there = reader().getLayerValidity(layer);
      offsets = reader().getLayerOffsets(layer);
    }

    @Override
    public @Nullable Object at(int item) {
      if (there.isNull(item)) {
        return null;
      }
      List<Object> list = new ArrayList<>(offsets[item + 1] - offsets[item]);
      for (int i = offsets[item]; i < offsets[item + 1]; i++) {
        list.add(element.at(i));
      }
      return list;
    }
  }

  /** A map, its keys as texts. */
  final class Entries implements ParquetCell {
    private final ItemList keys;
    private final ItemList values;

    Entries(ParquetCell key, ParquetCell value, int layer) {
      this.keys = new ItemList(key, layer);
      this.values = new ItemList(value, layer);
    }

    @Override
    public ColumnReader reader() {
      return keys.reader();
    }

    @Override
    public void refresh() {
      keys.refresh();
      values.refresh();
    }

    @Override
    public @Nullable Object at(int item) {
      if (!(keys.at(item) instanceof List<?> names) || !(values.at(item) instanceof List<?> held)) {
        return null;
      }
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        map.put(String.valueOf(names.get(i)), held.get(i));
      }
      return map;
    }
  }

  /** An object of named fields. */
  final class Struct implements ParquetCell {
    private final Map<String, ParquetCell> fields;
    private final boolean optional;
    private final int layer;
    private Validity there = Validity.NO_NULLS;

    Struct(Map<String, ParquetCell> fields, boolean optional, int layer) {
      this.fields = fields;
      this.optional = optional;
      this.layer = layer;
    }

    @Override
    public ColumnReader reader() {
      return fields.values().iterator().next().reader();
    }

    @Override
    public void refresh() {
      fields.values().forEach(ParquetCell::refresh);
      there = optional ? reader().getLayerValidity(layer) : Validity.NO_NULLS;
    }

    @Override
    public @Nullable Object at(int item) {
      return there.isNull(item) ? null : fields(item);
    }

    /** The fields of a struct that is there. */
    Map<String, Object> fields(int item) {
      Map<String, Object> map = new LinkedHashMap<>();
      fields.forEach((name, cell) -> map.put(name, cell.at(item)));
      return map;
    }
  }

  /** The columns of rows that are wanted. */
  static Struct row(
      SchemaNode.GroupNode root, Predicate<String> wanted, IntFunction<ColumnReader> readers) {
    Map<String, ParquetCell> fields = new LinkedHashMap<>();
    for (SchemaNode child : root.children()) {
      if (wanted.test(child.name())) {
        fields.put(child.name(), of(child, 0, readers));
      }
    }
    return new Struct(fields, false, 0);
  }
}
