package dev.tuneplan.usage.read;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Objects in a row whose fields tell something, and how those are called. Read 2026-11-25: OpenAI's
 * OpenAPI document 2.3.0 (usage, costs, Chat Completions, Responses); LiteLLM
 * schema.prisma@029f645f (LiteLLM_SpendLogs, DailyUserSpend) with metadata.usage_object and
 * additional_usage_values; Langfuse blob storage fields (langfuse-docs@05bdc0e1) and rows exported
 * from its UI (observations_converters.ts@010ff920); Helicone HeliconeRequest and examples/export
 * index.ts@05a819cb.
 */
enum Context {
  ROW(
      """
      MODEL model provided_model_name providedModelName
      RESPONSE_MODEL response_model
      REQUEST_MODEL request_model
      PROVIDER custom_llm_provider provider
      OBJECT object
      CALL_TYPE call_type
      CUSTOM_ID custom_id
      BATCH batch
      TIER service_tier
      START startTime start_time request_created_at
      CREATED created created_at createdAt timestamp date
      STATUS status status_code response_status
      ERROR error
      CACHE_HIT cache_hit
      HAS_MORE has_more
      LINE_ITEM line_item
      LOGGED spend cost_usd costUSD total_cost totalCost calculatedTotalCost
      CALLS num_model_requests api_requests
      INPUT prompt_tokens input_tokens promptTokens inputTokens inputUsage
      OUTPUT completion_tokens output_tokens completionTokens outputTokens outputUsage
      TOTAL total_tokens totalTokens totalUsage
      CACHED input_cached_tokens cache_read_input_tokens cached_tokens
      READ_BESIDE prompt_cache_read_tokens
      WRITTEN_BESIDE prompt_cache_write_tokens
      WRITTEN cache_creation_input_tokens input_cache_write_tokens
      AUDIO input_audio_tokens output_audio_tokens prompt_audio_tokens completion_audio_tokens
      > USAGE usage
      > PARTS usage_details usageDetails
      > META metadata
      > RESPONSE response response_body body
      > REQUEST request request_body
      > MONEY amount
      """),
  RESPONSE(
      """
      RESPONSE_MODEL model
      OBJECT object
      TIER service_tier
      CREATED created created_at
      STATUS status status_code
      ERROR error
      > USAGE usage
      > RESPONSE body
      """),
  REQUEST(
      """
      REQUEST_MODEL model
      > REQUEST body
      """),
  USAGE(
      """
      USAGE_PROMPT prompt_tokens promptTokens
      USAGE_INPUT input_tokens inputTokens input
      USAGE_OUTPUT completion_tokens output_tokens completionTokens outputTokens output
      USAGE_CACHED prompt_cache_hit_tokens cachedInputTokens
      USAGE_READ cache_read_input_tokens
      USAGE_CREATED cache_creation_input_tokens
      TIER service_tier
      > INPUT_DETAILS prompt_tokens_details input_tokens_details input_token_details
      > OUTPUT_DETAILS completion_tokens_details output_tokens_details
      """),
  INPUT_DETAILS(
      """
      USAGE_CACHED cached_tokens cache_read
      USAGE_WRITTEN cache_write_tokens
      USAGE_AUDIO audio_tokens
      """),
  OUTPUT_DETAILS("USAGE_AUDIO audio_tokens"),
  META(
      """
      > META_USAGE usage_object additional_usage_values
      """),
  META_USAGE(
      """
      META_CACHED cache_read_input_tokens
      META_CREATED cache_creation_input_tokens
      > META_DETAILS prompt_tokens_details
      """),
  META_DETAILS("META_CACHED cached_tokens"),
  MONEY(
      """
      AMOUNT value
      CURRENCY currency
      """),
  PARTS("") {
    @Override
    Optional<Slot> slot(String name) {
      return part(name);
    }
  };

  /**
   * Where it is written which names stand for what: a word of {@link Slot}, or {@code >} one of
   * these.
   */
  private final String table;

  private final Map<String, Slot> slots = new HashMap<>();
  private final Map<String, Context> contexts = new HashMap<>();

  Context(String table) {
    this.table = table;
  }

  static {
    for (Context context : values()) {
      context.table.lines().forEach(line -> context.learn(line.split(" ")));
    }
  }

  private void learn(String[] words) {
    boolean inner = words[0].equals(">");
    for (int i = inner ? 2 : 1; i < words.length; i++) {
      if (inner) {
        contexts.put(words[i], valueOf(words[1]));
      } else {
        slots.put(words[i], Slot.valueOf(words[0]));
      }
    }
  }

  /** What a field tells. */
  Optional<Slot> slot(String name) {
    return Optional.ofNullable(slots.get(name));
  }

  /** What an object in it tells. */
  Optional<Context> inner(String name) {
    return Optional.ofNullable(contexts.get(name));
  }

  /**
   * Names in Langfuse's usage details: what begins with input is read, with output written
   * (observations_converters.ts, reduceUsageOrCostDetails); Anthropic's names come as they are.
   */
  private static Optional<Slot> part(String name) {
    boolean cached = name.contains("cached") || name.contains("cache_read");
    boolean written = name.contains("cache_creation") || name.contains("cache_write");
    if (written || name.contains("audio")) {
      return Optional.of(Slot.PART_UNUSUAL);
    }
    if (cached) {
      return Optional.of(Slot.PART_CACHED);
    }
    return switch (name) {
      case "input" -> Optional.of(Slot.PART_INPUT);
      case "output" -> Optional.of(Slot.PART_OUTPUT);
      case "total" -> Optional.of(Slot.PART_TOTAL);
      default ->
          name.startsWith("input")
              ? Optional.of(Slot.PART_INPUT_MORE)
              : name.startsWith("output") ? Optional.of(Slot.PART_OUTPUT_MORE) : Optional.empty();
    };
  }
}
