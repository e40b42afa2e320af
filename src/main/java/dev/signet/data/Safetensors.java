package dev.signet.data;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.network.FloatTensor;
import dev.signet.network.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The safetensors format: 8 bytes of little-endian header length, a JSON header with {@code dtype},
 * {@code shape} and {@code data_offsets} of each tensor, then the data without gaps.
 *
 * <p>Written are F32 tensors; read are also F64, F16, BF16, whole numbers and BOOL, as float32.
 */
public final class Safetensors {
  private static final int CHUNK = 1 << 18;

  private Safetensors() {}

  /**
   * Reads a file.
   *
   * @throws DataException when it is missing, cut short or not well-formed
   */
  public static NamedTensors read(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(file + " is a directory, not a safetensors file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = SafetensorsHeader.read(file, channel);
      Map<String, FloatTensor> tensors = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        tensors.put(entry.name(), readTensor(channel, header.dataStart(), entry));
      }
      return new NamedTensors(tensors, header.metadata());
    } catch (EOFException e) {
      throw new DataException(file + " is cut short", e);
    } catch (IOException e) {
      throw ByteSource.unreadable(file, e);
    }
  }

  /**
   * Writes a file as a whole or not at all: an interrupted or failed write leaves what was there
   * before.
   *
   * @throws DataException when it cannot be written
   */
  public static void write(Path file, NamedTensors content) {
    byte[] header = header(content);
    AtomicFile.write(
        file,
        channel -> {
          ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
          BinaryFile.writeFully(channel, length.putLong(header.length).flip());
          BinaryFile.writeFully(channel, ByteBuffer.wrap(header));
          ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
          for (FloatTensor tensor : content.tensors().values()) {
            writeTensor(channel, chunk, tensor.values());
          }
        });
  }

  private static byte[] header(NamedTensors content) {
    ObjectNode root = JsonMapper.builder().build().createObjectNode();
    if (!content.metadata().isEmpty()) {
      ObjectNode metadata = root.putObject(SafetensorsHeader.METADATA);
      content.metadata().forEach(metadata::put);
    }
    long offset = 0;
    for (Map.Entry<String, FloatTensor> entry : content.tensors().entrySet()) {
      FloatTensor tensor = entry.getValue();
      ObjectNode description = root.putObject(entry.getKey()).put("dtype", "F32");
      tensor.shape().extents().forEach(description.putArray("shape")::add);
      long end = offset + 4L * tensor.values().length;
      description.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
    // The data start at a multiple of 8, for those who map the file; the format pads with spaces.
    byte[] padded = java.util.Arrays.copyOf(json, (json.length + 7) & ~7);
    java.util.Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void writeTensor(FileChannel channel, ByteBuffer chunk, float[] values)
      throws IOException {
    for (int from = 0; from < values.length; from += CHUNK / 4) {
      int count = Math.min(CHUNK / 4, values.length - from);
      chunk.clear();
      chunk.asFloatBuffer().put(values, from, count);
      BinaryFile.writeFully(channel, chunk.limit(4 * count));
    }
  }

  private static FloatTensor readTensor(
      FileChannel channel, long dataStart, SafetensorsHeader.Entry entry) throws IOException {
    Shape shape = entry.shape();
    float[] values = new float[shape.size()];
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int width = entry.type().bytes();
    channel.position(dataStart + entry.begin());
    for (int from = 0; from < values.length; from += CHUNK / 8) {
      int count = Math.min(CHUNK / 8, values.length - from);
      readFully(channel, chunk.clear().limit(count * width));
      chunk.flip();
      for (int index = 0; index < count; index++) {
        values[from + index] = entry.type().next(chunk);
      }
    }
    return new FloatTensor(shape, values);
  }

  static void readFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException();
      }
    }
  }
}
