package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files are read back by a reader of their own, down to each checksum. */
class EventFileTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_250L));

  @TempDir Path directory;

  @Test
  void checksumIsThatOfThePublishedExample() {
    // RFC 3720, B.4: 32 bytes of zeros have the CRC-32C 8A9136AA.
    assertThat(crc32c(new byte[32])).isEqualTo(0x8A9136AA);
  }

  @Test
  void valuesAreReadBackBitByBit() throws IOException {
    Path file;
    try (EventFile events = EventFile.start(directory.resolve("a/b"), 1, CLOCK)) {
      events.append(1, Map.of("loss/train", 0.75));
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("loss/train", 1.0 / 3);
      values.put("größe", -0.0);
      events.append(300, values);
      file = events.file();
    }

    assertThat(String.valueOf(file.getFileName())).startsWith("events.out.tfevents.1700000000.");
    List<Event> events = read(file);
    assertThat(events).hasSize(4).allMatch(event -> event.wallTime() == 1_700_000_000.25);
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    assertThat(events.get(1)).matches(event -> event.starts() && event.step() == 1);
    assertThat(events.get(2).step()).isEqualTo(1);
    assertThat(events.get(2).values()).isEqualTo(Map.of("loss/train", 0.75f));
    assertThat(events.get(3).step()).isEqualTo(300);
    assertThat(events.get(3).values())
        .isEqualTo(Map.of("loss/train", (float) (1.0 / 3), "größe", -0.0f));
  }

  @Test
  void aResumedRunStartsALaterFileAtItsStep() throws IOException {
    EventFile.start(directory, 1, CLOCK).close();
    EventFile.start(directory, 8, CLOCK).close();
    EventFile.start(directory, 12, CLOCK).close();

    List<Path> files;
    try (Stream<Path> list = Files.list(directory)) {
      files = list.sorted().toList();
    }
    assertThat(files).hasSize(3);
    List<Long> starts = new ArrayList<>();
    for (Path file : files) {
      starts.add(read(file).getLast().step());
    }
    assertThat(starts).containsExactly(1L, 8L, 12L);
  }

  private record Event(
      double wallTime, long step, String version, boolean starts, Map<String, Float> values) {}

  private static List<Event> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertThat(in.getInt()).isEqualTo(masked(length));
      byte[] bytes =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(bytes);
      assertThat(in.getInt()).isEqualTo(masked(bytes));
      events.add(event(bytes));
    }
    return events;
  }

  private static int masked(byte[] bytes) {
    int sum = crc32c(bytes);
    return ((sum >>> 15) | (sum << 17)) + 0xa282ead8;
  }

  /** Bit by bit, with the reversed polynomial of Castagnoli. */
  private static int crc32c(byte[] bytes) {
    int sum = -1;
    for (byte next : bytes) {
      sum ^= next & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        sum = (sum & 1) == 1 ? (sum >>> 1) ^ 0x82f63b78 : sum >>> 1;
      }
    }
    return ~sum;
  }

  private static Event event(byte[] bytes) {
    double wallTime = Double.NaN;
    long step = 0;
    String version = "";
    boolean starts = false;
    Map<String, Float> values = new LinkedHashMap<>();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      switch ((int) varint(in)) {
        case 1 << 3 | 1 -> wallTime = in.getDouble();
        case 2 << 3 -> step = varint(in);
        case 3 << 3 | 2 -> version = text(in);
        case 5 << 3 | 2 -> summary(field(in), values);
        case 7 << 3 | 2 -> {
          ByteBuffer log = field(in);
          assertThat(varint(log)).isEqualTo(1 << 3);
          starts = varint(log) == 1;
        }
        default -> throw new AssertionError("field at " + in.position());
      }
    }
    return new Event(wallTime, step, version, starts, values);
  }

  private static void summary(ByteBuffer in, Map<String, Float> values) {
    while (in.hasRemaining()) {
      assertThat(varint(in)).isEqualTo(1 << 3 | 2);
      ByteBuffer value = field(in);
      assertThat(varint(value)).isEqualTo(1 << 3 | 2);
      String tag = text(value);
      assertThat(varint(value)).isEqualTo(2 << 3 | 5);
      values.put(tag, value.getFloat());
      assertThat(value.hasRemaining()).isFalse();
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      value |= (long) (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  private static ByteBuffer field(ByteBuffer in) {
    int length = (int) varint(in);
    ByteBuffer field = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + length);
    return field;
  }

  private static String text(ByteBuffer in) {
    return StandardCharsets.UTF_8.decode(field(in)).toString();
  }
}
