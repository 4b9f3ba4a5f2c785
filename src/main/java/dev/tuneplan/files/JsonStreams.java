package dev.tuneplan.files;

import java.io.InputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/** Parsers that take what programs in Python and JavaScript write, of any length. */
public final class JsonStreams {
  private final JsonFactory factory;

  /**
   * Of a kind of input.
   *
   * @param deepest as deep as what it holds may be nested
   */
  public JsonStreams(int deepest) {
    factory =
        JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(deepest)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(1 << 20)
                    .build())
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();
  }

  /** Of some of the bytes. */
  public JsonParser parser(byte[] bytes, int from, int length) {
    return factory.createParser(ObjectReadContext.empty(), bytes, from, length);
  }

  /** Of a stream. */
  public JsonParser parser(InputStream in) {
    return factory.createParser(ObjectReadContext.empty(), in);
  }

  /** Of a text. */
  public JsonParser parser(String text) {
    return factory.createParser(ObjectReadContext.empty(), text);
  }
}
