package dev.tuneplan.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a tokenizer.json of a few hundred bytes, whose tokens can be counted by eye: each run of
 * letters and each run of signs is one, and so is each {@code <|...|>} it was told of.
 */
public final class SmallTokenizer {
  private String truncation = "null";
  private String padding = "null";
  private String postProcessor = "null";
  private final StringBuilder added = new StringBuilder();
  private int addedIds = 1;

  private SmallTokenizer() {}

  public static SmallTokenizer aTokenizer() {
    return new SmallTokenizer();
  }

  /** As many tokenizer.json files say: the length with which the model was trained. */
  public SmallTokenizer truncatingAt(int tokens) {
    truncation =
        """
        {"direction":"Right","max_length":%d,"strategy":"LongestFirst","stride":0}\
        """
            .formatted(tokens);
    return this;
  }

  public SmallTokenizer paddingTo(int tokens) {
    padding =
        """
        {"strategy":{"Fixed":%d},"direction":"Right","pad_to_multiple_of":null,"pad_id":0,\
        "pad_type_id":0,"pad_token":"[UNK]"}\
        """
            .formatted(tokens);
    return this;
  }

  /** Knows a special token, which is one wherever it stands. */
  public SmallTokenizer knowing(String token) {
    added.append(added.isEmpty() ? "" : ",");
    added.append(
        """
        {"id":%d,"content":"%s","single_word":false,"lstrip":false,"rstrip":false,\
        "normalized":false,"special":true}\
        """
            .formatted(addedIds++, token));
    return this;
  }

  /** Puts a token before each text when special tokens are asked for. */
  public SmallTokenizer beginningWith(String token) {
    knowing(token);
    postProcessor =
        """
        {"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"%s","type_id":0}},\
        {"Sequence":{"id":"A","type_id":0}}],"pair":[{"Sequence":{"id":"A","type_id":0}},\
        {"Sequence":{"id":"B","type_id":0}}],"special_tokens":{"%s":{"id":"%s","ids":[%d],\
        "tokens":["%s"]}}}\
        """
            .formatted(token, token, token, addedIds - 1, token);
    return this;
  }

  /** Its text. */
  public String json() {
    return """
    {"version":"1.0","truncation":%s,"padding":%s,"added_tokens":[%s],"normalizer":null,\
    "pre_tokenizer":{"type":"Whitespace"},"post_processor":%s,"decoder":null,\
    "model":{"type":"WordLevel","vocab":{"[UNK]":0},"unk_token":"[UNK]"}}\
    """
        .formatted(truncation, padding, added, postProcessor);
  }

  /** Writes it as tokenizer.json. */
  public Path in(Path folder) {
    return write(folder.resolve("tokenizer.json"), json());
  }

  /** Writes a text, the folders above it too. */
  public static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
