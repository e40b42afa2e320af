package dev.signet.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.signet.network.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checked header of a safetensors file: every tensor lies within the file, none overlaps
 * another, and together they fill it. So the data need no more memory than a few times the file.
 *
 * @param dataStart position in the file at which offsets count from
 * @param entries the tensors, in the order of their data
 * @param metadata free text by name
 */
record SafetensorsHeader(long dataStart, List<Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";
  private static final long MOST_BYTES = 4 << 20;

  /**
   * One tensor.
   *
   * @param begin where its data start, counted from the end of the header
   * @param end where they end
   */
  record Entry(String name, NumberType type, Shape shape, long begin, long end) {}

  /** How numbers are stored. */
  enum NumberType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U8(1),
    BOOL(1);

    private final int bytes;

    NumberType(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }

    static Optional<NumberType> named(String name) {
      return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Reads one number, rounded to float32. */
    float next(ByteBuffer data) {
      return switch (this) {
        case F64 -> (float) data.getDouble();
        case F32 -> data.getFloat();
        case F16 -> Float.float16ToFloat(data.getShort());
        case BF16 -> Float.intBitsToFloat(data.getShort() << 16);
        case I64 -> data.getLong();
        case I32 -> data.getInt();
        case I16 -> data.getShort();
        case I8 -> data.get();
        case U8 -> Byte.toUnsignedInt(data.get());
        case BOOL -> data.get() == 0 ? 0 : 1;
      };
    }
  }

  /**
   * Reads and checks the header of an open file.
   *
   * @throws DataException when it is not a well-formed one
   */
  static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < 8) {
      throw wrong(file, "it has " + size + " bytes, and the format starts with 8 of header length");
    }
    ByteBuffer prefix = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    Safetensors.readFully(channel, prefix);
    long length = prefix.getLong(0);
    if (length < 0 || length > size - 8) {
      throw wrong(
          file,
          "its header claims "
              + Long.toUnsignedString(length)
              + " bytes, but the file has "
              + (size - 8)
              + " after the header's length (cut short?)");
    }
    if (length > MOST_BYTES) {
      throw wrong(file, "its header has " + length + " bytes; at most " + MOST_BYTES + " are read");
    }
    ByteBuffer json = ByteBuffer.allocate((int) length);
    Safetensors.readFully(channel, json);
    return new Checker(file, size - 8 - length).check(parse(file, json.array()), 8 + length);
  }

  private static JsonNode parse(Path file, byte[] json) throws IOException {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    try {
      JsonNode root = mapper.readTree(json);
      if (!root.isObject()) {
        throw wrong(file, "its header is not a JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw wrong(file, "its header is not JSON: " + e.getOriginalMessage());
    }
  }

  static DataException wrong(Path file, String reason) {
    return new DataException(file + " is not a well-formed safetensors file: " + reason);
  }

  /** Turns JSON into entries, refusing whatever does not fit the file. */
  private record Checker(Path file, long dataSize) {

    SafetensorsHeader check(JsonNode root, long dataStart) {
      Map<String, String> metadata = new LinkedHashMap<>();
      List<Entry> entries = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : root.properties()) {
        if (field.getKey().equals(METADATA)) {
          metadata.putAll(metadata(field.getValue()));
        } else {
          entries.add(entry(field.getKey(), field.getValue()));
        }
      }
      entries.sort(Comparator.comparingLong(Entry::begin));
      long position = 0;
      for (Entry entry : entries) {
        if (entry.begin() != position) {
          throw wrong(
              file,
              "the data of "
                  + quoted(entry.name())
                  + " start at "
                  + entry.begin()
                  + (entry.begin() < position ? ", inside the tensor before, which ends at " : ", ")
                  + (entry.begin() < position ? "" : "leaving a gap after ")
                  + position);
        }
        position = entry.end();
      }
      if (position != dataSize) {
        throw wrong(
            file, "its tensors have " + position + " bytes of data, but the file " + dataSize);
      }
      return new SafetensorsHeader(dataStart, List.copyOf(entries), metadata);
    }

    private Map<String, String> metadata(JsonNode node) {
      Map<String, String> metadata = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        if (!field.getValue().isTextual()) {
          throw wrong(file, "the metadata " + quoted(field.getKey()) + " are not text");
        }
        metadata.put(field.getKey(), field.getValue().textValue());
      }
      if (!node.isObject()) {
        throw wrong(file, "its metadata are not a JSON object");
      }
      return metadata;
    }

    private Entry entry(String name, JsonNode node) {
      String typeName = node.path("dtype").asText();
      NumberType type =
          NumberType.named(typeName)
              .orElseThrow(
                  () ->
                      wrong(
                          file,
                          "tensor "
                              + quoted(name)
                              + " has dtype "
                              + quoted(typeName)
                              + "; known are "
                              + Arrays.toString(NumberType.values())));
      Shape shape = shape(name, node.path("shape"));
      JsonNode offsets = node.path("data_offsets");
      if (!offsets.isArray()
          || offsets.size() != 2
          || !offsets.get(0).canConvertToLong()
          || !offsets.get(1).canConvertToLong()
          || !offsets.get(0).isIntegralNumber()
          || !offsets.get(1).isIntegralNumber()) {
        throw wrong(file, "tensor " + quoted(name) + " has no pair of data_offsets");
      }
      long begin = offsets.get(0).longValue();
      long end = offsets.get(1).longValue();
      if (begin < 0 || end < begin || end > dataSize) {
        throw wrong(
            file,
            "the data of "
                + quoted(name)
                + " lie at "
                + begin
                + " to "
                + end
                + ", outside the "
                + dataSize
                + " bytes of data in the file (cut short?)");
      }
      long needed = (long) shape.size() * type.bytes();
      if (end - begin != needed) {
        throw wrong(
            file,
            "tensor "
                + quoted(name)
                + " "
                + shape
                + " of "
                + type
                + " needs "
                + needed
                + " bytes, but has "
                + (end - begin));
      }
      return new Entry(name, type, shape, begin, end);
    }

    private Shape shape(String name, JsonNode node) {
      boolean valid = node.isArray() && node.size() <= 16;
      List<Integer> extents = new ArrayList<>();
      for (JsonNode extent : valid ? node : List.<JsonNode>of()) {
        valid &= extent.isIntegralNumber() && extent.canConvertToInt();
        extents.add(extent.intValue());
      }
      if (valid) {
        try {
          return new Shape(extents);
        } catch (IllegalArgumentException e) {
          throw wrong(file, "tensor " + quoted(name) + ": " + e.getMessage());
        }
      }
      String text = node.toString();
      throw wrong(
          file,
          "tensor "
              + quoted(name)
              + " has shape "
              + (text.length() <= 60 ? text : text.substring(0, 60) + "…"));
    }

    private static String quoted(String name) {
      return "'" + (name.length() <= 60 ? name : name.substring(0, 60) + "…") + "'";
    }
  }
}
