package dev.tuneplan.kube.api;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.files.JsonFiles;
import dev.tuneplan.objects.KubeObject;
import java.nio.charset.StandardCharsets;

/**
 * A server's words about a refusal.
 *
 * @param reason such as Forbidden; may be empty
 * @param message the server's sentence
 */
record Said(String reason, String message) {
  private static final int LONGEST = 2000;

  static Said of(String body) {
    try {
      return of(new KubeObject(JsonFiles.parse("", body.getBytes(StandardCharsets.UTF_8))));
    } catch (InvalidInput e) {
      String brief = body.strip();
      return new Said(
          "",
          brief.isEmpty()
              ? "it gave no reason"
              : brief.substring(0, Math.min(LONGEST, brief.length())));
    }
  }

  static Said of(KubeObject status) {
    return new Said(
        status.text("reason").orElse(""), status.text("message").orElse("it gave no reason"));
  }

  /** What HTTP's method means. */
  static String verb(String method) {
    return switch (method) {
      case "POST" -> "creating";
      case "PATCH" -> "changing";
      case "DELETE" -> "deleting";
      default -> "reading";
    };
  }
}
