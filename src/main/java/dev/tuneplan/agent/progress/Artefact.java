package dev.tuneplan.agent.progress;

import dev.tuneplan.agent.record.PythonJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The trained weights in an output folder: what PEFT and Transformers write at the end. A
 * safetensors file must be as long as its own header says, which one that a full disk cut short is
 * not (format: 8 bytes length, JSON header, data; huggingface/safetensors README, read 2026-11-25).
 */
public final class Artefact {
  private static final List<String> NAMES =
      List.of(
          "adapter_model.safetensors",
          "adapter_model.bin",
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  private static final Pattern SHARD = Pattern.compile("[^/]{1,200}\\.(?:safetensors|bin)");
  private static final int LARGEST_HEADER = 100 << 20;

  private Artefact() {}

  /** The weights, when they are there and whole. */
  public static Optional<Path> find(Path output) {
    return NAMES.stream().map(output::resolve).filter(Artefact::whole).findFirst();
  }

  private static boolean whole(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) == 0) {
        return false;
      }
      if (file.toString().endsWith(".safetensors")) {
        return wholeTensors(file);
      }
      return !file.toString().endsWith(".index.json") || wholeShards(file);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean wholeShards(Path index) throws IOException {
    Set<String> shards = new HashSet<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(index))) {
      boolean json =
          PythonJson.each(
              in,
              (key, value) -> {
                if (value instanceof String s && SHARD.matcher(s).matches()) {
                  shards.add(s);
                }
              });
      return json
          && !shards.isEmpty()
          && shards.stream().allMatch(name -> whole(index.resolveSibling(name)));
    }
  }

  private static boolean wholeTensors(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer head = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      if (in.read(head, 0) < Long.BYTES) {
        return false;
      }
      long length = head.getLong(0);
      if (length < 2 || length > LARGEST_HEADER || Long.BYTES + length > in.size()) {
        return false;
      }
      long size = in.size();
      AtomicLong last = new AtomicLong();
      boolean json =
          PythonJson.each(
              Channels.newInputStream(in.position(Long.BYTES)),
              (key, value) -> {
                if (key.equals("data_offsets") && value instanceof Number n) {
                  last.accumulateAndGet(n.longValue(), Math::max);
                }
              });
      return json && size == Long.BYTES + length + last.get();
    }
  }
}
