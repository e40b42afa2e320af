package dev.signet.data;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A file of scalars over steps that TensorBoard shows.
 *
 * <p>It is a sequence of records, each {@code length u64, crc u32, bytes, crc u32} in little-endian
 * order, whose bytes are an {@code Event} of TensorFlow's {@code event.proto}. Only the fields
 * named here are written. A record goes out in one write, so a killed process leaves whole records.
 */
public final class EventFile implements AutoCloseable {
  /** Fields of {@code Event}. */
  private static final int WALL_TIME = 1;

  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;

  /** {@code Summary.value}, and the fields of {@code Summary.Value}. */
  private static final int VALUE = 1;

  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  /** {@code SessionLog.status} and its value for a start. */
  private static final int STATUS = 1;

  private static final int START = 1;

  private static final String VERSION = "brain.Event:2";

  private final Path file;
  private final FileChannel channel;
  private final InstantSource clock;

  private EventFile(Path file, FileChannel channel, InstantSource clock) {
    this.file = file;
    this.channel = channel;
    this.clock = clock;
  }

  /**
   * Starts a new file, later in TensorBoard's order than those the directory holds by the same
   * host. TensorBoard then forgets what they say of the first step and those after it: that of a
   * run which was killed behind its last checkpoint, or of another one.
   *
   * @param directory is made where it is missing
   * @param firstStep the first that will be written
   * @param clock says when a value was written
   * @throws DataException when it cannot be made
   */
  public static EventFile start(Path directory, long firstStep, InstantSource clock) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new DataException("cannot make the directory " + directory + " for TensorBoard", e);
    }
    EventFile events = open(directory, clock);
    events.append(out -> out.writeString(FILE_VERSION, VERSION));
    events.append(
        out -> {
          out.writeInt64(STEP, firstStep);
          out.writeBytes(SESSION_LOG, message(log -> log.writeEnum(STATUS, START)));
        });
    return events;
  }

  private static EventFile open(Path directory, InstantSource clock) {
    long second = clock.instant().getEpochSecond();
    while (true) {
      Path file =
          directory.resolve(
              String.format(Locale.ROOT, "events.out.tfevents.%010d.%s", second, host()));
      try {
        return new EventFile(
            file,
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            clock);
      } catch (FileAlreadyExistsException _) {
        second++;
      } catch (IOException e) {
        throw new DataException("cannot write " + file + ": " + e.getMessage(), e);
      }
    }
  }

  /** Of the environment: to ask the network for it may take seconds. */
  private static String host() {
    String host = System.getenv("HOSTNAME");
    return host == null || host.isBlank() ? "localhost" : host.replaceAll("[^A-Za-z0-9.-]", "_");
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /**
   * Appends the values of a step.
   *
   * @param values by tag; TensorBoard groups tags by what stands before their first slash
   * @throws DataException when they cannot be written
   */
  public void append(long step, Map<String, Double> values) {
    append(
        out -> {
          out.writeInt64(STEP, step);
          out.writeBytes(
              SUMMARY,
              message(
                  summary -> {
                    for (Map.Entry<String, Double> entry : values.entrySet()) {
                      summary.writeBytes(VALUE, value(entry.getKey(), entry.getValue()));
                    }
                  }));
        });
  }

  private static ByteString value(String tag, double value) throws IOException {
    return message(
        out -> {
          out.writeString(TAG, tag);
          out.writeFloat(SIMPLE_VALUE, (float) value);
        });
  }

  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static ByteString message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.writeTo(out);
    out.flush();
    return ByteString.copyFrom(bytes.toByteArray());
  }

  private void append(Fields fields) {
    try {
      ByteString event =
          message(
              out -> {
                out.writeDouble(WALL_TIME, clock.millis() / 1000.0);
                fields.writeTo(out);
              });
      BinaryFile.writeFully(channel, framed(event.toByteArray()));
    } catch (IOException e) {
      throw new DataException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static ByteBuffer framed(byte[] bytes) {
    ByteBuffer record = ByteBuffer.allocate(16 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(bytes.length);
    record.putInt(maskedChecksum(record.slice(0, 8)));
    record.put(bytes);
    record.putInt(maskedChecksum(ByteBuffer.wrap(bytes)));
    return record.flip();
  }

  /** CRC-32C, rotated right by 15 bits, plus a constant: as TFRecord files mask it. */
  private static int maskedChecksum(ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return Integer.rotateRight((int) sum.getValue(), 15) + 0xa282ead8;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DataException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
