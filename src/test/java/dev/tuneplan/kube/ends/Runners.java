package dev.tuneplan.kube.ends;

import dev.tuneplan.files.JsonFiles;
import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.objects.KubeObject;
import java.nio.charset.StandardCharsets;

/** Objects of runs as an API server writes them. */
final class Runners {
  private Runners() {}

  static String json(String uid, String metadata, String condition) {
    return """
    {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"bot-NAME","namespace":"ml","uid":"UID","resourceVersion":"9",
     "labels":{"tuneplan.dev/run-id":"3fa91c"}METADATA},"spec":{},"status":{"conditions":[CONDITION]}}\
    """
        .replace("\n", "")
        .replace("NAME", uid)
        .replace("UID", uid)
        .replace("METADATA", metadata)
        .replace("CONDITION", condition);
  }

  static String condition(String type, String reason, String message) {
    return """
    {"type":"TYPE","status":"True","reason":"REASON","message":"MESSAGE","lastTransitionTime":"2026-11-25T10:00:00Z"}\
    """
        .replace("TYPE", type)
        .replace("REASON", reason)
        .replace("MESSAGE", message);
  }

  static String live(String uid) {
    return json(uid, "", "");
  }

  static String complete(String uid) {
    return json(uid, "", condition("Complete", "CompletionsReached", "all pods"));
  }

  static String failed(String uid) {
    return json(uid, "", condition("Failed", "BackoffLimitExceeded", "too many"));
  }

  static Seen seen(String json) {
    return Seen.of(
        Resource.JOBS,
        new KubeObject(JsonFiles.parse("job", json.getBytes(StandardCharsets.UTF_8))));
  }
}
