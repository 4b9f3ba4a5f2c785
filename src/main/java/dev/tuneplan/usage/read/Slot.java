package dev.tuneplan.usage.read;

/** What fields of a row may tell, however they are called. */
enum Slot {
  MODEL(Kind.TEXT),
  RESPONSE_MODEL(Kind.TEXT),
  REQUEST_MODEL(Kind.TEXT),
  PROVIDER(Kind.TEXT),
  OBJECT(Kind.TEXT),
  CALL_TYPE(Kind.TEXT),
  CUSTOM_ID(Kind.TEXT),
  BATCH(Kind.TEXT),
  TIER(Kind.TEXT),
  START(Kind.TEXT),
  CREATED(Kind.TEXT),
  STATUS(Kind.TEXT),
  ERROR(Kind.TEXT),
  CACHE_HIT(Kind.TEXT),
  HAS_MORE(Kind.TEXT),
  LINE_ITEM(Kind.TEXT),
  CURRENCY(Kind.TEXT),
  AMOUNT(Kind.MONEY),
  LOGGED(Kind.MONEY),
  CALLS(Kind.COUNT),
  /** Columns of the row itself; cached tokens are a part of the input. */
  INPUT(Kind.COUNT),
  OUTPUT(Kind.COUNT),
  TOTAL(Kind.COUNT),
  CACHED(Kind.COUNT),
  /** Helicone's columns: cached tokens beside the input. */
  READ_BESIDE(Kind.COUNT),
  WRITTEN_BESIDE(Kind.COUNT),
  WRITTEN(Kind.SUM),
  AUDIO(Kind.SUM),
  /** The same in an object {@code usage}. */
  USAGE_PROMPT(Kind.COUNT),
  USAGE_INPUT(Kind.COUNT),
  USAGE_OUTPUT(Kind.COUNT),
  USAGE_CACHED(Kind.COUNT),
  USAGE_READ(Kind.COUNT),
  USAGE_CREATED(Kind.COUNT),
  USAGE_WRITTEN(Kind.COUNT),
  USAGE_AUDIO(Kind.SUM),
  /** LiteLLM's metadata. */
  META_CACHED(Kind.COUNT),
  META_CREATED(Kind.COUNT),
  /** Langfuse's usage by names that users may choose. */
  PART_INPUT(Kind.COUNT),
  PART_INPUT_MORE(Kind.SUM),
  PART_CACHED(Kind.SUM),
  PART_OUTPUT(Kind.COUNT),
  PART_OUTPUT_MORE(Kind.SUM),
  PART_TOTAL(Kind.COUNT),
  PART_UNUSUAL(Kind.SUM);

  /** What a field holds. */
  enum Kind {
    TEXT,
    /** Tokens or calls. */
    COUNT,
    /** The same, of several fields together. */
    SUM,
    MONEY
  }

  private static final Slot[] ALL = values();
  private final Kind kind;

  Slot(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  static int many() {
    return ALL.length;
  }
}
