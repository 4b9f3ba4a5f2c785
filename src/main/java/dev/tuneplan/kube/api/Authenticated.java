package dev.tuneplan.kube.api;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.auth.ApiKeyAuth;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Says who asks, as client-java's own calls do (ApiClient.buildCall, 27.0.0, read 2026-11-25):
 * tokens are an API key there, and certificates are in the HTTP client already.
 */
record Authenticated(ApiClient client) implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    Request.Builder request =
        chain
            .request()
            .newBuilder()
            .header("User-Agent", "tuneplan")
            .header("Accept", "application/json");
    if (client.getAuthentication("BearerToken") instanceof ApiKeyAuth key
        && key.getApiKey() != null) {
      String prefix = key.getApiKeyPrefix();
      request.header("Authorization", (prefix == null ? "" : prefix + " ") + key.getApiKey());
    }
    return chain.proceed(request.build());
  }
}
