package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.dataset.BadRowLimit;
import dev.tuneplan.dataset.DataSource;
import dev.tuneplan.dataset.Layout;
import dev.tuneplan.dataset.Mapping;
import dev.tuneplan.dataset.ReadOptions;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.template.ChatTemplate;
import dev.tuneplan.tokenizer.TokenizerChoice;
import dev.tuneplan.tokenizer.TokenizerFolder;
import dev.tuneplan.tokens.CountStore;
import dev.tuneplan.tokens.DataCounter;
import dev.tuneplan.tokens.ExampleCounter;
import dev.tuneplan.tokens.Loss;
import dev.tuneplan.tokens.Progress;
import dev.tuneplan.tokens.Prompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Counts the files that a spec or a command line names. */
final class DataCounting {
  private final CountStore store;
  private final Progress progress;

  DataCounting(CountStore store, Progress progress) {
    this.store = store;
    this.progress = progress;
  }

  /** Counting that keeps its results for later commands. */
  static DataCounting kept(Progress progress) {
    return new DataCounting(CountStore.in(Home.countFolder()), progress);
  }

  /**
   * What was counted and with what.
   *
   * @param template where the chat template comes from
   * @param notes what a user should know of how it was counted
   */
  record Outcome(
      DataCounter.Result result,
      TokenizerChoice tokenizer,
      Optional<String> template,
      List<String> notes) {}

  /** A chat template with what it is called. */
  private record Chosen(Prompt prompt, String source, String text) {}

  Outcome count(RunSpec.DataFiles files, String model) {
    List<String> notes = new ArrayList<>();
    TokenizerChoice tokenizer =
        files
            .tokenizer()
            .map(t -> TokenizerChoice.named(t, files.place(), Home.natives()))
            .orElseGet(() -> TokenizerChoice.ofModel(model, Home.hub(), Home.natives()));
    Optional<Chosen> chosen = template(files, tokenizer, notes);
    DataSource source = DataSource.of(files.train());
    DataCounter.Data data =
        new DataCounter.Data(
            source,
            options(files),
            files.eval().isEmpty() ? Optional.empty() : Optional.of(DataSource.of(files.eval())));
    Loss loss = files.loss().equals("all") ? Loss.ALL : Loss.ANSWERS;
    boolean endOfText =
        tokenizer.folder().filter(f -> f.specialTokens().containsKey("eos_token")).isPresent();
    DataCounter.Counting how =
        new DataCounter.Counting(
            () ->
                new ExampleCounter(
                    tokenizer.opener().get(), chosen.map(Chosen::prompt), loss, endOfText),
            identity(tokenizer, chosen, loss, endOfText),
            DataCounter.Mode.valueOf(files.count().toUpperCase(Locale.ROOT)));
    DataCounter.Result result =
        new DataCounter(store, progress, Runtime.getRuntime().availableProcessors())
            .count(data, how);
    return new Outcome(
        result, tokenizer, chosen.map(Chosen::source), notes(notes, tokenizer, chosen, result));
  }

  private static ReadOptions options(RunSpec.DataFiles files) {
    return new ReadOptions(
        files.format().map(DataCounting::layout),
        Mapping.of(files.fields()),
        BadRowLimit.parse(files.maxBadRows()),
        ReadOptions.MAX_ROW_BYTES);
  }

  private static Layout layout(String word) {
    return Layout.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static String identity(
      TokenizerChoice tokenizer, Optional<Chosen> chosen, Loss loss, boolean endOfText) {
    return String.join(
        "\u0000",
        tokenizer.identity(),
        chosen.map(Chosen::text).orElse(""),
        chosen.filter(c -> c.text().contains("strftime_now")).map(c -> c.prompt().now()).toString(),
        chosen.map(c -> c.prompt().specialTokens().toString()).orElse(""),
        loss.word(),
        "" + endOfText);
  }

  /** The template that the user named, or that of the tokenizer. */
  private static Optional<Chosen> template(
      RunSpec.DataFiles files, TokenizerChoice tokenizer, List<String> notes) {
    Map<String, Object> special =
        tokenizer.folder().map(TokenizerFolder::specialTokens).orElse(Map.of());
    if (files.chatTemplate().isPresent()) {
      return Optional.of(
          parsed(named(Path.of(files.chatTemplate().get())), Optional.empty(), special));
    }
    Optional<TokenizerFolder.Template> own =
        tokenizer.folder().flatMap(TokenizerFolder::chatTemplate);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          parsed(own.get(), tokenizer.folder().flatMap(TokenizerFolder::toolTemplate), special));
    } catch (InvalidInput e) {
      // the tokenizer is still right; only the template is not known
      e.problems()
          .forEach(
              p -> notes.add("The chat template is not used, its texts alone are counted: " + p));
      return Optional.empty();
    }
  }

  private static TokenizerFolder.Template named(Path path) {
    if (!java.nio.file.Files.isDirectory(path)) {
      return TokenizerFolder.template(path);
    }
    return TokenizerFolder.of(path)
        .chatTemplate()
        .orElseThrow(() ->
            new InvalidInput(
                Place.of(path.toString()), "", "has no chat template; name a .jinja file"));
  }

  private static Chosen parsed(
      TokenizerFolder.Template template,
      Optional<TokenizerFolder.Template> withTools,
      Map<String, Object> special) {
    return new Chosen(
        new Prompt(
            ChatTemplate.parse(template.source(), template.text()),
            withTools.map(t -> ChatTemplate.parse(t.source(), t.text())),
            special,
            Home.today().atStartOfDay()),
        template.source(),
        template.text() + withTools.map(TokenizerFolder.Template::text).orElse(""));
  }

  private static List<String> notes(
      List<String> notes,
      TokenizerChoice tokenizer,
      Optional<Chosen> chosen,
      DataCounter.Result result) {
    if (!tokenizer.exact()) {
      notes.add(
          Text.of(
              "No tokenizer of the model is at hand: counts are approximate, +-%.0f %% (80 %%)."
                  + " Name its tokenizer.json with --tokenizer or data.tokenizer.",
              100 * 1.28 * tokenizer.relativeError()));
    }
    if (chosen.isEmpty() && result.index().layout() == Layout.CHAT) {
      notes.add(
          "No chat template is at hand: the texts of messages alone are counted, not what a"
              + " template puts around them. Name one with --chat-template or data.chatTemplate.");
    }
    if (result.counted().lossUnknown() > 0) {
      notes.add(
          Text.of(
              "In %,.0f examples the template does not tell which tokens carry loss; they are left"
                  + " out of that count.",
              result.counted().lossUnknown()));
    }
    return List.copyOf(notes);
  }
}
