package dev.tuneplan.template;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conversations of conversations.json. */
final class Conversations {
  private Conversations() {}

  /** By name, without the generation prompt and with it. */
  static Map<String, List<Conversation>> all() {
    Map<?, ?> file = (Map<?, ?>) JsonFile.resource("conversations.json");
    Map<String, List<Conversation>> all = new LinkedHashMap<>();
    ((Map<?, ?>) file.get("conversations"))
        .forEach((name, c) ->
            all.put(
                (String) name,
                List.of(
                    conversation((Map<?, ?>) c, (Map<?, ?>) file.get("variables"), false),
                    conversation((Map<?, ?>) c, (Map<?, ?>) file.get("variables"), true))));
    return all;
  }

  @SuppressWarnings("unchecked")
  private static Conversation conversation(Map<?, ?> c, Map<?, ?> tokens, boolean prompt) {
    Map<String, Object> more = new HashMap<>((Map<String, Object>) tokens);
    if (c.get("variables") != null) {
      more.putAll((Map<String, Object>) c.get("variables"));
    }
    return new Conversation(
        (List<Map<String, Object>>) c.get("messages"),
        Optional.ofNullable((List<?>) c.get("tools")),
        Optional.ofNullable((List<?>) c.get("documents")),
        prompt,
        more);
  }
}
