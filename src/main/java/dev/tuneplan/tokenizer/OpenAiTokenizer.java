package dev.tuneplan.tokenizer;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * OpenAI's encodings, from jtokkit's own tables. Texts are encoded as tiktoken's {@code
 * encode_ordinary} does: special tokens that stand in a text are text.
 */
public final class OpenAiTokenizer implements Tokenizer {
  private final Encoding encoding;

  private OpenAiTokenizer(Encoding encoding) {
    this.encoding = encoding;
  }

  /** Names of the encodings. */
  public static List<String> names() {
    return List.of("o200k_base", "cl100k_base", "p50k_base", "r50k_base");
  }

  /** The tokenizer of an encoding, one of {@link #names}. */
  static OpenAiTokenizer of(String encoding) {
    EncodingType type =
        EncodingType.fromName(encoding)
            .orElseThrow(() -> new IllegalArgumentException("no encoding " + encoding));
    return new OpenAiTokenizer(Encodings.newLazyEncodingRegistry().getEncoding(type));
  }

  /**
   * The encoding that a name such as {@code o200k_base} is, or that one of OpenAI's models uses
   * (tiktoken 0.14, model.py, MODEL_PREFIX_TO_ENCODING, read 2026-11-25; ft: names count as their
   * base).
   */
  static Optional<String> encoding(String name) {
    return Optional.of(encodingOf(name.toLowerCase(Locale.ROOT))).filter(names()::contains);
  }

  /** The encoding of a model; a name that is none of OpenAI's is given back. */
  private static String encodingOf(String name) {
    String model = name.startsWith("ft:") ? name.substring(3) : name;
    if (model.matches("(gpt-4o|gpt-4\\.1|gpt-4\\.5|gpt-5|chatgpt-4o|o1|o3|o4-mini)([-.:].*)?")) {
      return "o200k_base";
    }
    if (model.matches("(gpt-4|gpt-3\\.5|gpt-35|text-embedding-(ada-002|3))([-.:].*)?")
        || model.matches("(davinci|babbage)-002(:.*)?")) {
      return "cl100k_base";
    }
    return model;
  }

  @Override
  public int count(String text) {
    return encoding.countTokensOrdinary(WholeText.of(text));
  }

  @Override
  public Count continued(String before, String whole) {
    return Touching.continued(ids(before), ids(whole));
  }

  /** Ids of a text's tokens. */
  public int[] ids(String text) {
    return encoding.encodeOrdinary(WholeText.of(text)).toArray();
  }

  @Override
  public Count count(String text, List<Stretch> stretches) {
    String whole = WholeText.of(text);
    IntArrayList ids = encoding.encodeOrdinary(whole);
    Touching touching = new Touching(Touching.inBytes(whole, stretches));
    IntArrayList one = new IntArrayList(1);
    int at = 0;
    for (int i = 0; i < ids.size(); i++) {
      one.clear();
      one.add(ids.get(i));
      int end = at + encoding.decodeBytes(one).length;
      touching.token(at, end);
      at = end;
    }
    return touching.count();
  }

  @Override
  public void close() {
    // tables on the heap, nothing to release
  }
}
