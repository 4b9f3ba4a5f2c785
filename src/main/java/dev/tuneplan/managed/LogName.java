package dev.tuneplan.managed;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's name as logs have it, taken apart.
 *
 * @param given as it was given
 * @param provider what stands before it and a slash, such as {@code azure}; or what its form tells
 * @param tuned whether it is that of a fine-tuned model
 * @param base the base model, lower case; empty where the name does not say
 */
record LogName(String given, Optional<String> provider, boolean tuned, String base) {
  /** OpenAI: {@code ft:<base>:<organisation>:<suffix>:<id>}, later parts left out at will. */
  private static final Pattern OPENAI = Pattern.compile("ft:([^:]*)(?::.*)?");

  /** OpenAI before 2023-08: {@code curie:ft-org-2023-02-17-12-00-00}. */
  private static final Pattern OLD = Pattern.compile("([^:/]+):ft-.*");

  /** Azure: {@code gpt-4o-mini-2024-07-18.ft-0e208cf33a6a466994aff31a08aba678}. */
  private static final Pattern AZURE = Pattern.compile("(.+?)\\.ft-[a-z0-9-]+");

  /** Bedrock: {@code arn:aws:bedrock:us-east-1:123:custom-model/amazon.nova-micro-v1:0/abc}. */
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:bedrock:[^/]*:(custom-model|provisioned-model)"
              + "(?:-deployment)?/([^/]+?)(?::\\d+k)?(?:/.*)?");

  private static final String AZURE_ID = "azure-openai";
  private static final String BEDROCK = "aws-bedrock";

  /** Takes a name apart; the names of providers are told by {@code known}. */
  static LogName of(String given, Predicate<String> known) {
    String low = given.strip().toLowerCase(Locale.ROOT);
    Optional<String> provider = Optional.empty();
    int slash = low.indexOf('/');
    while (slash > 0 && known.test(low.substring(0, slash))) {
      String word = low.substring(0, slash);
      provider = provider.or(() -> Optional.of(word));
      low = low.substring(slash + 1);
      slash = low.indexOf('/');
    }
    Matcher openai = OPENAI.matcher(low);
    if (openai.matches()) {
      return new LogName(given, provider.or(() -> Optional.of("openai")), true, openai.group(1));
    }
    Matcher arn = ARN.matcher(low);
    if (arn.matches()) {
      boolean named = arn.group(1).equals("custom-model") && arn.group(2).contains(".");
      return new LogName(given, Optional.of(BEDROCK), true, named ? arn.group(2) : "");
    }
    Matcher azure = AZURE.matcher(low);
    if (azure.matches()) {
      String base = azure.group(1).replace("gpt-35-", "gpt-3.5-");
      return new LogName(given, Optional.of(AZURE_ID), true, base);
    }
    Matcher old = OLD.matcher(low);
    if (old.matches()) {
      return new LogName(given, provider.or(() -> Optional.of("openai")), true, old.group(1));
    }
    return new LogName(given, provider, false, low.replace("gpt-35-", "gpt-3.5-"));
  }
}
