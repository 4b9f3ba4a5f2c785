package dev.tuneplan.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.base.Place;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.trace.TraceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers are found again exactly when nothing that they follow from has changed. */
class TraceStoreTest {
  private static final TracerSources SOURCES = TracerSources.packed();
  private static final TracerSources OTHER_SOURCES = Pythons.needing("torch==99\n");
  private static final Map<String, String> OTHER_LIBRARIES = Map.of("torch", "99.0");

  @TempDir private Path folder;
  private Path model = Path.of(".");

  @BeforeEach
  void copyTheModel() throws IOException {
    model = Files.createDirectories(folder.resolve("model"));
    try (Stream<Path> all = Files.list(Path.of("src/test/resources/models/own-code"))) {
      for (Path p : all.toList()) {
        Files.copy(p, model.resolve(p.getFileName()));
      }
    }
  }

  private TraceStore store() {
    return new TraceStore(folder.resolve("traces"));
  }

  private TraceModel model() throws IOException {
    return TraceModel.of(new ModelCatalogue(List.of()), model.toString(), Place.of("test"));
  }

  private Trace written(boolean trusted) throws IOException {
    Trace trace = Recorded.trace(trusted);
    store().write(model(), SOURCES, trace, Recorded.answer());
    return trace;
  }

  private boolean found(TracerSources sources, boolean trusted, TraceRequest request)
      throws IOException {
    Map<String, String> libraries = Recorded.trace(trusted).step().libraries();
    return store().find(model(), sources, trusted, request, libraries).isPresent();
  }

  @Test
  void anAnswerComesBackAsItWas() throws IOException {
    Trace trace = written(true);
    Trace back =
        store()
            .find(model(), SOURCES, true, trace.request(), trace.step().libraries())
            .orElseThrow();
    assertThat(back.step()).isEqualTo(trace.step());
    assertThat(back.request()).isEqualTo(trace.request());
    assertThat(back.cached()).isTrue();
    assertThat(store().all(model(), () -> SOURCES)).containsExactly(back);
  }

  @Test
  void anotherConfigIsAnotherModel() throws IOException {
    Trace trace = written(false);
    Path config = model.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace("1009", "1013"));
    assertThat(found(SOURCES, false, trace.request())).isFalse();
    assertThat(store().all(model(), () -> SOURCES)).isEmpty();
  }

  @Test
  void otherCodeIsAnotherModelWhereItRuns() throws IOException {
    Trace trace = written(true);
    written(false);
    Files.writeString(model.resolve("modeling_brief.py"), "pass\n");
    assertThat(found(SOURCES, true, trace.request())).isFalse();
    assertThat(found(SOURCES, false, trace.request())).isTrue();
  }

  @Test
  void otherTracersAndLibrariesAnswerAnew() throws IOException {
    Trace trace = written(true);
    assertThat(found(OTHER_SOURCES, true, trace.request())).isFalse();
    assertThat(store().all(model(), () -> OTHER_SOURCES)).isEmpty();
    assertThat(store().find(model(), SOURCES, true, trace.request(), OTHER_LIBRARIES)).isEmpty();
  }

  @Test
  void aDamagedAnswerCountsAsAbsent() throws IOException {
    Trace trace = written(true);
    try (Stream<Path> all = Files.walk(store().folder())) {
      for (Path p : all.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(p);
        Files.writeString(p, text.substring(0, text.length() / 2));
      }
    }
    assertThat(found(SOURCES, true, trace.request())).isFalse();
    assertThat(store().all(model(), () -> SOURCES)).isEmpty();
  }
}
