package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.network.FloatTensor;
import dev.signet.network.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  private static final String TWO_FLOATS =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

  @TempDir Path directory;

  private Path path() {
    return directory.resolve("some.safetensors");
  }

  private Path file(String header, int dataBytes) throws IOException {
    return Files.write(path(), Fixtures.safetensors(header, dataBytes));
  }

  private static NamedTensors example() {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    float[] large = new float[200_000];
    for (int index = 0; index < large.length; index++) {
      large[index] = index * 0.37f - 5;
    }
    tensors.put("fc1.weight", new FloatTensor(Shape.of(400, 500), large));
    tensors.put("bn1.bias", new FloatTensor(Shape.of(3), new float[] {-0.0f, 1e-40f, 3e38f}));
    tensors.put("a \"name\" of ünusual kind", new FloatTensor(Shape.of(), new float[] {7}));
    return new NamedTensors(tensors, Map.of("epoch", "3", "text", "two\nlines"));
  }

  @Test
  void whatIsWrittenIsReadToTheBit() {
    NamedTensors written = example();

    Safetensors.write(path(), written);
    NamedTensors read = Safetensors.read(path());

    assertThat(read.metadata()).isEqualTo(written.metadata());
    assertThat(read.tensors().keySet()).containsExactlyElementsOf(written.tensors().keySet());
    List<FloatTensor> expected = List.copyOf(written.tensors().values());
    List<FloatTensor> actual = List.copyOf(read.tensors().values());
    for (int index = 0; index < expected.size(); index++) {
      assertThat(actual.get(index).shape()).isEqualTo(expected.get(index).shape());
      assertThat(actual.get(index).values()).isEqualTo(expected.get(index).values());
    }
  }

  @Test
  void theSameContentGivesTheSameBytesAndAlignedData() throws IOException {
    Safetensors.write(path(), example());
    byte[] first = Files.readAllBytes(path());
    Safetensors.write(path(), example());

    assertThat(Files.readAllBytes(path())).isEqualTo(first);
    assertThat(ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
  }

  @Test
  void otherNumberTypesAreReadAsFloats() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(8 + 2 + 2 + 8 + 1 + 1).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(0.1).putShort(Float.floatToFloat16(1.5f)).putShort((short) 0xbf80);
    data.putLong(-42).put((byte) 200).put((byte) 1);
    String header =
        "{\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
            + "\"h\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[8,10]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[10,12]},"
            + "\"i\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[12,20]},"
            + "\"u\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[20,21]},"
            + "\"t\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[21,22]}}";
    byte[] file = Fixtures.safetensors(header, data.capacity());
    System.arraycopy(data.array(), 0, file, file.length - data.capacity(), data.capacity());
    Files.write(path(), file);

    Map<String, FloatTensor> tensors = Safetensors.read(path()).tensors();

    assertThat(tensors.values().stream().map(tensor -> tensor.values()[0]))
        .containsExactly(0.1f, 1.5f, -1f, -42f, 200f, 1f);
  }

  @Test
  void headersThatDoNotFitTheFileAreRefused() throws IOException {
    assertRefused("[]", 0, "not a JSON object");
    assertRefused("{", 0, "not JSON");
    assertRefused("{} {}", 0, "not JSON");
    assertRefused(
        TWO_FLOATS.substring(0, TWO_FLOATS.length() - 1) + "," + TWO_FLOATS.substring(1),
        8,
        "not JSON");
    assertRefused(TWO_FLOATS, 7, "'a'", "0 to 8", "cut short");
    assertRefused(TWO_FLOATS, 9, "8 bytes of data, but the file 9");
    assertRefused(one("F32", "[2]", "[-8,0]"), 8, "outside");
    assertRefused(one("F32", "[2]", "[8,0]"), 8, "outside");
    assertRefused(one("F32", "[2]", "[0,9223372036854775807]"), 8, "outside");
    assertRefused(one("F32", "[2]", "[0,99999999999999999999]"), 8, "data_offsets");
    assertRefused(one("F32", "[2]", "[0.0,8.0]"), 8, "data_offsets");
    assertRefused(one("F32", "[2]", "7"), 8, "data_offsets");
    assertRefused(one("F32", "[3]", "[0,8]"), 8, "needs 12 bytes, but has 8");
    assertRefused(one("F32", "[0]", "[0,0]"), 0, "extent 0");
    assertRefused(one("F32", "[-1]", "[0,8]"), 8, "extent -1");
    assertRefused(one("F32", "[65536,65536]", "[0,8]"), 8, "too large");
    assertRefused(one("F32", "[4294967298]", "[0,8]"), 8, "has shape [4294967298]");
    assertRefused(one("F32", "\"2\"", "[0,8]"), 8, "has shape");
    assertRefused(one("F8_E4M3", "[8]", "[0,8]"), 8, "dtype 'F8_E4M3'", "F32");
    assertRefused("{\"a\":7}", 0, "dtype ''");
    assertRefused("{\"__metadata__\":{\"a\":7}}", 0, "metadata 'a'");
    assertRefused("{\"__metadata__\":[]}", 0, "metadata");
    assertRefused("[".repeat(100_000), 0, "not JSON");
  }

  @Test
  void overlapsAndGapsAreRefused() throws IOException {
    assertRefused(two("[0,8]", "[4,12]"), 12, "inside the tensor before");
    assertRefused(two("[0,8]", "[0,8]"), 8, "inside the tensor before");
    assertRefused(two("[0,8]", "[12,20]"), 20, "gap");
  }

  @Test
  void aHeaderLongerThanTheFileIsRefused() throws IOException {
    byte[] bytes = Fixtures.safetensors(TWO_FLOATS, 8);
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1000, bytes.length - 7}) {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
      Files.write(path(), bytes);
      assertThatThrownBy(() -> Safetensors.read(path()))
          .as("%s", length)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("header claims");
    }
    for (int length = 0; length < 8; length++) {
      Files.write(path(), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Safetensors.read(path())).isInstanceOf(DataException.class);
    }
  }

  @Test
  void aHeaderOfAbsurdSizeIsRefusedUnread() throws IOException {
    file(" ".repeat(5 << 20) + "{}", 0);

    assertThatThrownBy(() -> Safetensors.read(path()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at most");
  }

  @Test
  void aMissingFileIsAClearError() {
    assertThatThrownBy(() -> Safetensors.read(path()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> Safetensors.read(directory)).isInstanceOf(DataException.class);
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Safetensors.write(path(), example());
    byte[] before = Files.readAllBytes(path());

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    path(),
                    channel -> {
                      channel.write(ByteBuffer.wrap(new byte[100]));
                      throw new IOException("the disk is full");
                    }))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the disk is full");

    assertThat(Files.readAllBytes(path())).isEqualTo(before);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(path());
    }
  }

  @Test
  void placesThatCannotBeWrittenAreClearErrors() throws IOException {
    assertThatThrownBy(() -> Safetensors.write(directory.resolve("no/such/file"), example()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no directory");
    assertThatThrownBy(() -> Safetensors.write(directory, example()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is a directory");
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> Safetensors.write(file.resolve("below"), example()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no directory");
  }

  private static String one(String type, String shape, String offsets) {
    return "{\"a\":{\"dtype\":\""
        + type
        + "\",\"shape\":"
        + shape
        + ",\"data_offsets\":"
        + offsets
        + "}}";
  }

  private static String two(String first, String second) {
    String a = one("F32", "[2]", first);
    String b = one("F32", "[2]", second).replace("\"a\"", "\"b\"");
    return a.substring(0, a.length() - 1) + "," + b.substring(1);
  }

  private void assertRefused(String header, int dataBytes, String... parts) throws IOException {
    Path file = file(header, dataBytes);
    assertThatThrownBy(() -> Safetensors.read(file))
        .as(header.length() < 200 ? header : "long header")
        .isInstanceOf(DataException.class)
        .hasMessageContaining("some.safetensors")
        .hasMessageContainingAll(parts);
  }
}
