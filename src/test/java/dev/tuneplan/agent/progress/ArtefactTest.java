package dev.tuneplan.agent.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtefactTest {
  @TempDir private Path folder;

  /** Of a safetensors file with two tensors of 8 bytes, its last one first in the header. */
  private void tensors(String name, int data) throws IOException {
    byte[] header =
        ("{\"__metadata__\":{\"format\":\"pt\"},\"b\":{\"dtype\":\"F32\",\"shape\":[2],"
                + "\"data_offsets\":[8,16]},\"a\":{\"dtype\":\"F32\",\"shape\":[99],"
                + "\"data_offsets\":[0,8]}}")
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(Long.BYTES + header.length + data);
    all.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header);
    Files.write(folder.resolve(name), all.array());
  }

  @Test
  void aWholeFileIsOne() throws IOException {
    tensors("model.safetensors", 16);
    assertThat(Artefact.find(folder)).hasValue(folder.resolve("model.safetensors"));
  }

  @Test
  void aFileThatWasCutShortIsNone() throws IOException {
    tensors("model.safetensors", 15);
    assertThat(Artefact.find(folder)).isEmpty();
    Files.writeString(folder.resolve("model.safetensors"), "short");
    assertThat(Artefact.find(folder)).isEmpty();
  }

  @Test
  void everyShardMustBeThereAndWhole() throws IOException {
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":16},\"weight_map\":{\"a\":\"model-1-of-2.safetensors\","
            + "\"b\":\"model-2-of-2.safetensors\",\"c\":\"model-1-of-2.safetensors\"}}");
    tensors("model-1-of-2.safetensors", 16);
    assertThat(Artefact.find(folder)).isEmpty();
    tensors("model-2-of-2.safetensors", 15);
    assertThat(Artefact.find(folder)).isEmpty();
    tensors("model-2-of-2.safetensors", 16);
    assertThat(Artefact.find(folder)).hasValue(folder.resolve("model.safetensors.index.json"));
  }
}
