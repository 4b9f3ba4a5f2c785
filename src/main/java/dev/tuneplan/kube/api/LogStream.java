package dev.tuneplan.kube.api;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Response;

/** The lines of a container's log, until the server or the connection ends it. */
public final class LogStream implements Closeable {
  private final Response response;

  LogStream(Response response) {
    this.response = response;
  }

  /** The next one without its end; empty at the stream's end. */
  public Optional<String> next() throws IOException {
    return Optional.ofNullable(response.body().source().readUtf8Line());
  }

  @Override
  public void close() {
    response.close();
  }
}
