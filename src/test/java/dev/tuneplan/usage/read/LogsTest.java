package dev.tuneplan.usage.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.usage.CallKey;
import dev.tuneplan.usage.Calls;
import dev.tuneplan.usage.Fault;
import dev.tuneplan.usage.Left;
import dev.tuneplan.usage.Tally;
import dev.tuneplan.usage.Tokens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogsTest {
  private static final String MODEL = "ft:gpt-4o-mini-2024-07-18:acme::a1";

  private static Tally read(byte[] bytes, int threads) {
    return new Logs(new ByteArrayInputStream(bytes), threads).read(List.of("-")).getFirst().tally();
  }

  private static Tally read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8), 2);
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gz = new GZIPOutputStream(out)) {
      gz.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static Tokens only(Tally tally) {
    assertThat(tally.faults()).isEmpty();
    assertThat(tally.calls()).hasSize(1);
    return tally.calls().values().iterator().next().tokens();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        // Chat Completions
        "{'model':'m','usage':{'prompt_tokens':1200,'completion_tokens':80,"
            + "'prompt_tokens_details':{'cached_tokens':1024}}}",
        // Responses
        "{'model':'m','usage':{'input_tokens':1200,'output_tokens':80,'total_tokens':1280,"
            + "'input_tokens_details':{'cached_tokens':1024}}}",
        // OpenAI's usage
        "{'model':'m','input_tokens':1200,'output_tokens':80,'input_cached_tokens':1024,"
            + "'num_model_requests':1}",
        // Anthropic: what was cached comes beside the input
        "{'model':'m','usage':{'input_tokens':176,'cache_read_input_tokens':1024,"
            + "'cache_creation_input_tokens':0,'output_tokens':80}}",
        // LiteLLM
        "{'model':'m','prompt_tokens':1200,'completion_tokens':80,'total_tokens':1280,"
            + "'metadata':{'additional_usage_values':{'cache_read_input_tokens':1024}}}",
        "{'model':'m','prompt_tokens':1200,'completion_tokens':80,'metadata':"
            + "'{\\'usage_object\\':{\\'prompt_tokens_details\\':{\\'cached_tokens\\':1024}}}'}",
        // Helicone, with a total that tells which
        "{'model':'m','prompt_tokens':176,'completion_tokens':80,'prompt_cache_read_tokens':1024}",
        "{'model':'m','prompt_tokens':176,'completion_tokens':80,'prompt_cache_read_tokens':1024,"
            + "'total_tokens':1280}",
        "{'model':'m','prompt_tokens':1200,'completion_tokens':80,'prompt_cache_read_tokens':1024,"
            + "'total_tokens':1280}",
        // Langfuse: parts beside each other, or within, as the total tells
        "{'provided_model_name':'m','usage_details':{'input':176,'input_cached_tokens':1024,"
            + "'output':70,'output_reasoning_tokens':10,'total':1280}}",
        "{'model':'m','usageDetails':{'input':1200,'input_cached_tokens':1024,'output':80,"
            + "'total':1280},'inputUsage':2224}",
        // a proxy's own envelope
        "{'request':{'model':'deployment'},'response':{'model':'m','usage':{'prompt_tokens':1200,"
            + "'completion_tokens':80,'prompt_tokens_details':{'cached_tokens':1024}}}}",
      })
  void countsCachedTokensOnceInEveryFormat(String row) {
    Tally tally = read(row.replace('\'', '"').replace("\\\"", "\\\""));
    assertThat(only(tally)).isEqualTo(new Tokens(1200, 1024, 80, 0));
    assertThat(tally.calls().keySet()).extracting(CallKey::model).containsExactly("m");
  }

  /** Rows by their text, and what they must add up to, whoever reads them. */
  private record Log(String text, Map<CallKey, Calls> sums) {}

  private static Log random(long seed, int rows) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    Map<CallKey, Calls> sums = new HashMap<>();
    for (int i = 0; i < rows; i++) {
      long input = random.nextInt(5000);
      long cached = input == 0 ? 0 : random.nextLong(input);
      long output = random.nextInt(500);
      int day = 20_000 + random.nextInt(3);
      String model = List.of(MODEL, "gpt-4o", "dépôt").get(random.nextInt(3));
      boolean batch = random.nextInt(5) == 0;
      String filler = "x".repeat(random.nextInt(2000));
      text.append(
          String.format(
              "{\"text\":\"%s\",\"created\":%d,\"usage\":{\"prompt_tokens\":%d,"
                  + "\"completion_tokens\":%d,\"prompt_tokens_details\":{\"cached_tokens\":%d}},"
                  + "\"batch\":%b,\"model\":\"%s\"}%s",
              filler,
              day * 86_400L + 5,
              input,
              output,
              cached,
              batch,
              model,
              random.nextInt(4) == 0 ? "\r\n\n" : "\n"));
      sums.merge(
          new CallKey("", model, batch ? CallKey.BATCH : CallKey.STANDARD, day),
          new Calls(1, new Tokens(input, cached, output, 0), BigDecimal.ZERO, 0),
          Calls::plus);
    }
    return new Log(text.toString(), sums);
  }

  static LongStream seeds() {
    return LongStream.range(0, 12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void addsUpEveryRowWhateverTheThreadsAndBlocks(long seed) throws IOException {
    // some logs are shorter than a block, some have several
    Log log = random(seed, 200 + (int) (seed * 400));
    byte[] bytes = log.text.getBytes(StandardCharsets.UTF_8);
    for (int threads : new int[] {1, 3}) {
      Tally tally = read(bytes, threads);
      assertThat(tally.calls()).isEqualTo(log.sums);
      assertThat(tally.bad()).isZero();
    }
    assertThat(read(packed(log.text), 2).calls()).isEqualTo(log.sums);
    String list =
        log.text.lines().filter(l -> !l.isBlank()).collect(Collectors.joining(",\n ", "[\n", "]"));
    assertThat(read(list).calls()).as("as one list").isEqualTo(log.sums);
    assertThat(read("{\n\"data\":" + list + ", \"has_more\": false}").calls())
        .as("as a page")
        .isEqualTo(log.sums);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void answersTheRowsBeforeAnyCut(long seed) {
    Log log = random(seed, 50);
    byte[] bytes = log.text.getBytes(StandardCharsets.UTF_8);
    int at = 1 + new Random(seed).nextInt(bytes.length - 1);
    String whole = new String(bytes, 0, at, StandardCharsets.ISO_8859_1);
    long rows = whole.lines().filter(l -> l.endsWith("}")).count();
    Tally tally = read(Arrays.copyOf(bytes, at), 2);
    assertThat(tally.calls().values().stream().mapToLong(Calls::calls).sum()).isEqualTo(rows);
    assertThat(tally.bad()).isZero();
    boolean clean = whole.isBlank() || whole.stripTrailing().endsWith("}");
    assertThat(tally.cut()).hasSize(clean ? 0 : 1);
  }

  @Test
  void saysWhichLineIsWrongInALaterBlock() {
    String row = "{\"model\":\"m\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n";
    Tally tally = read(row.repeat(60_000) + "{\"model\":oops}\n" + row);
    assertThat(tally.faults()).extracting(Fault::line).containsExactly(60_001L);
    assertThat(tally.calls().values()).extracting(Calls::calls).containsExactly(60_001L);
  }

  @Test
  void readsWhatAPackedLogHoldsBeforeItEndsTooEarly() throws IOException {
    Log log = random(3, 4000);
    byte[] whole = packed(log.text);
    Tally tally = read(Arrays.copyOf(whole, whole.length / 2), 2);
    assertThat(tally.cut()).isNotEmpty();
    assertThat(tally.bad()).isZero();
    assertThat(tally.calls().values().stream().mapToLong(Calls::calls).sum())
        .isBetween(1000L, 3000L);
  }

  @Test
  void ordersFieldsOfABucketAsTheyCome() {
    Tally tally =
        read(
            """
            {"object":"page","data":[{"object":"bucket","results":[
              {"model":"m","input_tokens":5,"output_tokens":1,"num_model_requests":3}],
              "start_time":1793404800}],"has_more":true}
            """);
    assertThat(tally.calls().keySet())
        .containsExactly(new CallKey("", "m", CallKey.STANDARD, 1793404800 / 86_400));
    assertThat(tally.calls().values()).extracting(Calls::calls).containsExactly(3L);
    assertThat(tally.more()).isTrue();
  }

  @Test
  void leavesOutWhatCostsNothingAndTellsIt() {
    Tally tally =
        read(
            """
            {"model":"m","prompt_tokens":5,"completion_tokens":1,"cache_hit":"True","spend":0}
            {"model":"m","error":{"message":"no"}}
            {"model":"m","prompt_tokens":0,"completion_tokens":0,"status":"failure"}
            {"object":"chat.completion.chunk","model":"m","usage":null}
            {"model":"m"}
            {"level":"info","msg":"started"}
            """);
    assertThat(tally.calls()).isEmpty();
    assertThat(tally.left())
        .isEqualTo(
            Map.of(
                Left.FROM_CACHE,
                1L,
                Left.FAILED,
                2L,
                Left.CHUNK,
                1L,
                Left.NO_USAGE,
                1L,
                Left.OTHER,
                1L));
    assertThat(tally.noUsage()).extracting(Fault::line).containsExactly(5L);
  }

  static Stream<String> headers() {
    return Stream.of(
        "model,prompt_tokens,completion_tokens,startTime\nm,7,2,2026-10-31\n",
        "model\tprompt_tokens\tcompletion_tokens\tstartTime\nm\t7\t2\t2026-10-31\n",
        "\uFEFFmodel;prompt_tokens;completion_tokens;startTime\nm;7;2;2026-10-31\n",
        "\"startTime\",\"model\",\"usage.prompt_tokens\",\"usage.completion_tokens\"\n"
            + "2026-10-31,m,7.0,2.0\n");
  }

  @ParameterizedTest
  @MethodSource("headers")
  void readsCsvWhateverDividesIt(String text) {
    assertThat(only(read(text))).isEqualTo(new Tokens(7, 0, 2, 0));
  }

  @Test
  void addsUpCsvInPartsAndSaysWhereARowIsWrong() {
    String head = "model,prompt_tokens,completion_tokens,text\n";
    String row = "m,7,2,\"a\nb " + "x".repeat(300) + "\"\n";
    Tally tally = read(head + row.repeat(9000) + "m,-7,2,a\n" + row + "m,1,1,\"not closed");
    assertThat(tally.calls().values())
        .containsExactly(new Calls(9001, new Tokens(63_007, 0, 18_002, 0), BigDecimal.ZERO, 0));
    assertThat(tally.faults()).extracting(Fault::line).containsExactly(18_002L);
    assertThat(tally.cut()).hasSize(1);
  }

  @Test
  void saysThatTheLastRowOfCsvIsHalfWritten() {
    Tally tally = read("model,prompt_tokens,completion_tokens\nm,7,2\nm,7");
    assertThat(tally.calls().values()).extracting(Calls::calls).containsExactly(1L);
    assertThat(tally.bad()).isZero();
    assertThat(tally.cut()).extracting(Fault::line).containsExactly(3L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " \n", "hello", "a,b,c\n1,2,3\n", "<xml/>", "\u0000\u0001", "PAR1..."})
  void refusesWhatIsNoLog(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("is ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "99999999999999999999", "-1", "1.5", "NaN", "abc", "0x10"})
  void refusesNumbersThatAreNoTokens(String number) {
    Tally tally = read("{\"model\":\"m\",\"usage\":{\"prompt_tokens\":" + quoted(number) + "}}\n");
    assertThat(tally.bad()).isEqualTo(1);
    assertThat(tally.faults().getFirst().subject()).isEqualTo("prompt_tokens");
  }

  private static String quoted(String number) {
    return number.matches("[-0-9.e]+|NaN") ? number : '"' + number + '"';
  }

  @Test
  void isNotBroughtDownByDeepOrLongInput() {
    assertThat(read("[".repeat(100_000)).bad()).isEqualTo(1);
    assertThat(read("{\"a\":".repeat(100_000) + "\n").faults()).hasSize(1);
    String row = "{\"usage\":{\"prompt_tokens\":1},\"model\":\"" + "m".repeat(5_000_000) + "\"}\n";
    assertThat(read(row + row).calls().values()).extracting(Calls::calls).containsExactly(2L);
  }
}
