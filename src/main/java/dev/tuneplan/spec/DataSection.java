package dev.tuneplan.spec;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a run spec's data: files to count, or its size in one of three ways. */
final class DataSection {
  private static final String NEEDED =
      "is required: name a file under train, or give examples and tokensPerExample, tokens, or a"
          + " histogram";

  private final Problems problems;

  DataSection(Problems problems) {
    this.problems = problems;
  }

  RunSpec.DataSpec read(Fields root, int sequenceLength) {
    Optional<Fields> given = root.child("data");
    if (given.isEmpty()) {
      if (!root.has("data")) {
        problems.add(root.place(), "data", NEEDED);
      }
      return unknown();
    }
    Fields f = given.get();
    Optional<RunSpec.DataFiles> files = files(f);
    boolean sized = false;
    for (String key : List.of("histogram", "tokens", "examples", "tokensPerExample")) {
      sized |= f.has(key);
    }
    RunSpec.DataSpec data;
    if (files.isPresent() && !sized) {
      data = new RunSpec.DataSpec(List.of(), false, files);
    } else {
      RunSpec.DataSpec stated = lengths(f, sequenceLength);
      data = new RunSpec.DataSpec(stated.lengths(), stated.meanOnly(), files);
    }
    f.refuseOthers();
    return data;
  }

  private static RunSpec.DataSpec unknown() {
    return new RunSpec.DataSpec(List.of(new RunSpec.Length(1, 1)), true, Optional.empty());
  }

  private Optional<RunSpec.DataFiles> files(Fields f) {
    List<String> train = f.texts("train");
    List<String> eval = f.texts("eval");
    Optional<String> tokenizer = f.text("tokenizer");
    Optional<String> template = f.text("chatTemplate");
    Optional<String> format = f.word("format", List.of("chat", "alpaca", "completion", "text"));
    List<String> fields = pairs(f, "fields", "");
    fields.addAll(pairs(f, "roles", "role."));
    String loss = f.word("loss", List.of("answers", "all")).orElse("answers");
    String count = f.word("count", List.of("auto", "exact", "sampled")).orElse("auto");
    String bad = f.text("maxBadRows").orElse("1%");
    if (train.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RunSpec.DataFiles(
            train,
            eval,
            tokenizer,
            template,
            format,
            fields,
            loss,
            count,
            bad,
            f.valuePlace("train")));
  }

  /** A mapping's entries as {@code key=value}. */
  private List<String> pairs(Fields f, String key, String prefix) {
    List<String> pairs = new ArrayList<>();
    f.child(key)
        .ifPresent(m -> {
          for (String name : m.keys()) {
            if (m.node(name).orElse(null) instanceof Node.Scalar s) {
              pairs.add(prefix + name + "=" + s.text());
            } else {
              m.fault(name, "must be a text");
            }
          }
        });
    return pairs;
  }

  /** A histogram, tokens of an epoch in full sequences, or examples and their mean. */
  private RunSpec.DataSpec lengths(Fields f, int sequenceLength) {
    List<RunSpec.Length> lengths = new ArrayList<>();
    boolean histogram = f.has("histogram");
    boolean tokens = f.has("tokens");
    for (Fields bin : f.children("histogram")) {
      lengths.add(new RunSpec.Length(needed(bin, "examples", 1e12), needed(bin, "tokens", 1e8)));
      bin.refuseOthers();
    }
    if (histogram && lengths.isEmpty()) {
      f.fault("histogram", "must hold at least one bin {examples: N, tokens: N}");
    }
    if (tokens) {
      double all = f.number("tokens", 1, 1e15).orElse(1);
      lengths.add(new RunSpec.Length(all / sequenceLength, sequenceLength));
    }
    if (!histogram && !tokens) {
      boolean either = f.has("examples") || f.has("tokensPerExample");
      for (String key : List.of("examples", "tokensPerExample")) {
        if (!f.has(key)) {
          problems.add(
              f.place(),
              "data." + key,
              either
                  ? "is required beside data."
                      + (key.equals("examples") ? "tokensPerExample" : "examples")
                  : NEEDED);
        }
      }
    } else {
      for (String key :
          List.of("examples", "tokensPerExample", histogram ? "tokens" : "histogram")) {
        if (f.has(key)) {
          f.fault(key, "does not go with data." + (histogram ? "histogram" : "tokens"));
        }
      }
    }
    double examples = f.whole("examples", 1, 1_000_000_000_000L).orElse(1);
    double each = f.number("tokensPerExample", 1, 1e8).orElse(1);
    return lengths.isEmpty()
        ? new RunSpec.DataSpec(List.of(new RunSpec.Length(examples, each)), true, Optional.empty())
        : new RunSpec.DataSpec(lengths, false, Optional.empty());
  }

  private double needed(Fields f, String key, double most) {
    if (!f.has(key)) {
      problems.add(f.place(), key, "is required in each bin of data.histogram");
    }
    return f.number(key, 1, most).orElse(1);
  }
}
