package dev.tuneplan.tokenizer;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Suggestion;
import dev.tuneplan.files.Hash;
import dev.tuneplan.files.JsonFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A tokenizer that was chosen and is not read yet: reading takes about a second, and counts of an
 * earlier run need none.
 *
 * @param name what it is, for people: a file's path, or an encoding's name
 * @param identity differs whenever its counts may differ
 * @param relativeError standard deviation of ln(truth ÷ count) of much text; 0 when counts are
 *     exact
 * @param folder what stands beside a tokenizer.json
 * @param opener reads it; what is no tokenizer is InvalidInput then
 */
public record TokenizerChoice(
    String name,
    String identity,
    double relativeError,
    Optional<TokenizerFolder> folder,
    Supplier<Tokenizer> opener) {
  /**
   * What a user named: a tokenizer.json, its folder, or OpenAI's name of an encoding or model.
   *
   * @param place where it was named
   * @param natives folder into which the native library is unpacked
   */
  public static TokenizerChoice named(String given, Place place, Path natives) {
    Path path = Path.of(given);
    if (Files.exists(path)) {
      return inFolder(TokenizerFolder.of(path), natives);
    }
    return OpenAiTokenizer.encoding(given)
        .map(TokenizerChoice::openAi)
        .orElseThrow(() ->
            new InvalidInput(
                place,
                "tokenizer",
                "'"
                    + given
                    + "' is no file or folder here, and no encoding"
                    + Suggestion.clause(given, OpenAiTokenizer.names())
                    + "; give a tokenizer.json, the folder that holds one, or one of "
                    + String.join(", ", OpenAiTokenizer.names())));
  }

  /**
   * The tokenizer of a model: that in its folder, that which Hugging Face's libraries have fetched
   * before, OpenAI's, or an approximation.
   *
   * @param model a name, a folder or a config.json
   * @param hub folder of Hugging Face's cache
   */
  public static TokenizerChoice ofModel(String model, Path hub, Path natives) {
    Path path = Path.of(model);
    Path folder = Files.isRegularFile(path) ? path.toAbsolutePath().getParent() : path;
    if (!model.isEmpty()
        && folder != null
        && Files.isRegularFile(folder.resolve("tokenizer.json"))) {
      return inFolder(TokenizerFolder.of(folder), natives);
    }
    return HubCache.tokenizer(hub, model)
        .map(f -> inFolder(TokenizerFolder.of(f), natives))
        .or(() -> OpenAiTokenizer.encoding(model).map(TokenizerChoice::openAi))
        .orElseGet(TokenizerChoice::approximation);
  }

  private static TokenizerChoice inFolder(TokenizerFolder folder, Path natives) {
    return new TokenizerChoice(
        folder.file().toString(),
        new Hash().add("tokenizer.json", JsonFiles.bytes(folder.file())).hex(),
        0,
        Optional.of(folder),
        () -> HuggingFaceTokenizer.read(folder.file(), natives));
  }

  private static TokenizerChoice openAi(String encoding) {
    return new TokenizerChoice(
        encoding,
        "jtokkit 1.1.0 " + encoding,
        0,
        Optional.empty(),
        () -> OpenAiTokenizer.of(encoding));
  }

  private static TokenizerChoice approximation() {
    return new TokenizerChoice(
        "approximation by o200k_base",
        "approximation 1",
        ApproximateTokenizer.ERROR,
        Optional.empty(),
        ApproximateTokenizer::new);
  }

  /** Whether counts are those of the model's own tokenizer. */
  public boolean exact() {
    return relativeError == 0;
  }
}
