package dev.tuneplan.bench;

import dev.tuneplan.template.ChatTemplate;
import dev.tuneplan.template.Conversation;
import dev.tuneplan.template.Rendered;
import dev.tuneplan.template.TemplateFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one rendering of a usual conversation takes: a system prompt and four turns, two of them
 * with a tool.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TemplateBenchmark {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 7, 4, 9, 5, 7);
  private static final String TRL = "trl/trl/chat_templates/";

  /** Of the models that are fine-tuned most. */
  @Param({"qwen3", "llama3_1", "gemma3", "deepseekv3"})
  public String template;

  private ChatTemplate parsed;
  private Conversation plain;
  private Conversation tools;

  /** Reads the template that {@code make fixtures} fetched. */
  @org.openjdk.jmh.annotations.Setup(Level.Trial)
  public void read() throws IOException {
    Path folder =
        Path.of(Optional.ofNullable(System.getenv("TUNEPLAN_FIXTURES")).orElse(".fixtures"));
    Path file = folder.resolve(TRL + template + ".jinja");
    parsed = ChatTemplate.parse(template, Files.readString(file));
    List<Map<String, Object>> turns = new ArrayList<>();
    turns.add(Map.of("role", "system", "content", "You are a helpful assistant of a shop."));
    for (int i = 0; i < 4; i++) {
      turns.add(Map.of("role", "user", "content", "Where is order " + i + "? ".repeat(60)));
      turns.add(Map.of("role", "assistant", "content", "It is on its way. ".repeat(40)));
    }
    Map<String, String> tokens = Map.of("bos_token", "<s>", "eos_token", "</s>");
    plain = new Conversation(turns, Optional.empty(), Optional.empty(), false, tokens);
    Map<String, Object> city = Map.of("type", "string", "description", "The city");
    Map<String, Object> schema =
        Map.of("type", "object", "properties", Map.of("city", city), "required", List.of("city"));
    Map<String, Object> tool =
        Map.of(
            "type",
            "function",
            "function",
            Map.of("name", "weather", "description", "The weather", "parameters", schema));
    tools = new Conversation(turns, Optional.of(List.of(tool)), Optional.empty(), true, tokens);
  }

  /** Messages alone. */
  @Benchmark
  public Rendered conversation() throws TemplateFailure {
    return parsed.render(plain.variables(), NOW);
  }

  /** With the schema of a tool. */
  @Benchmark
  public Rendered conversationWithTool() throws TemplateFailure {
    return parsed.render(tools.variables(), NOW);
  }
}
