package dev.tuneplan.kube.api;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.files.JsonFiles;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.objects.KubeObject;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.Response;

/** The events of one watch, until the server or the connection ends it. */
final class WatchStream implements Closeable {
  private final Response response;

  WatchStream(Response response) {
    this.response = response;
  }

  /**
   * An event.
   *
   * @param type ADDED, MODIFIED, DELETED or BOOKMARK
   * @param object as it is now, or was when it was deleted; of a bookmark the version alone
   */
  record Event(String type, KubeObject object) {}

  /**
   * The next one; empty at the stream's end, torn lines included.
   *
   * @throws Refused when the server says that it cannot go on
   */
  Optional<Event> next() throws IOException {
    String line = response.body().source().readUtf8Line();
    if (line == null || line.isBlank()) {
      return Optional.empty();
    }
    KubeObject event;
    try {
      event = new KubeObject(JsonFiles.parse("", line.getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidInput e) {
      return Optional.empty();
    }
    String type = event.text("type").orElse("");
    KubeObject object = new KubeObject(event.at("object").value());
    if (type.equals("ERROR")) {
      Said said = Said.of(object);
      throw new Refused((int) object.whole("code").orElse(500), said.reason(), said.message());
    }
    return Optional.of(new Event(type, object));
  }

  @Override
  public void close() {
    response.close();
  }
}
