package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.network.DataKind;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe.DataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
  private static final DataSource CIFAR10 = new DataSource(DataKind.CIFAR10, Map.of());
  private static final int RECORD = 3073;

  @TempDir Path directory;

  /** File k of five holds k images to train with, of classes 0, 1, 2, …; the last three to test. */
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  @BeforeEach
  void prepare() {
    for (int file = 1; file <= 5; file++) {
      files.put("data_batch_" + file + ".bin", batch(file, file));
    }
    files.put("test_batch.bin", batch(3, 100));
  }

  /** Image i is of class i; its planes count up from i, i + 10 and i + 20. */
  private static byte[] batch(int images, int first) {
    byte[] bytes = new byte[images * RECORD];
    for (int image = 0; image < images; image++) {
      bytes[image * RECORD] = (byte) image;
      for (int pixel = 0; pixel < 3072; pixel++) {
        bytes[image * RECORD + 1 + pixel] = (byte) (first + image + pixel / 1024 * 10 + pixel);
      }
    }
    return bytes;
  }

  private static DataSet load(Path path) {
    return DataSets.load(CIFAR10, Optional.of(path));
  }

  private static void assertWhole(DataSet data) {
    assertThat(data.classNames()).startsWith("airplane", "automobile", "bird").hasSize(10);
    assertThat(data.train().shape()).isEqualTo(Shape.of(3, 32, 32));
    assertThat(data.train().classes()).isEqualTo(10);
    assertThat(data.train().labels()).containsExactly(0, 0, 1, 0, 1, 2, 0, 1, 2, 3, 0, 1, 2, 3, 4);
    assertThat(data.test().labels()).containsExactly(0, 1, 2);
    byte[] image = data.test().image(2);
    assertThat(image[0]).isEqualTo((byte) 102);
    assertThat(image[1023]).isEqualTo((byte) (102 + 1023));
    assertThat(image[1024]).isEqualTo((byte) (102 + 10 + 1024));
    assertThat(image[3071]).isEqualTo((byte) (102 + 20 + 3071));
    assertThat(data.train().image(14)[0]).isEqualTo((byte) 9);
  }

  @Test
  void theFilesAreReadPlainAndPackedWhereverTheyLie() throws IOException {
    files.remove("data_batch_2.bin");
    files.put("data_batch_2.bin.gz", Fixtures.gzip(batch(2, 2)));
    Pictures.folder(directory, files);
    assertWhole(load(directory));

    Path above = Files.createDirectory(directory.resolve("above"));
    Pictures.folder(above.resolve("cifar-10-batches-bin"), files);
    assertWhole(load(above));
    // and where the text leaves it open
    assertWhole(DataSets.load(new DataSource(DataKind.DIGITS, Map.of()), Optional.of(above)));
  }

  @Test
  void theArchiveIsReadAsItCame() throws IOException {
    byte[] archive = archive();
    assertWhole(load(Files.write(directory.resolve("a.tar.gz"), Fixtures.gzip(archive))));
    assertWhole(load(Files.write(directory.resolve("a.tar"), archive)));
  }

  private byte[] archive() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    put(tar, "cifar-10-batches-bin/", '5', new byte[0]);
    put(tar, "cifar-10-batches-bin/readme.html", '0', new byte[700]);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      put(tar, "cifar-10-batches-bin/" + file.getKey(), '0', file.getValue());
    }
    tar.write(new byte[1024]);
    return tar.toByteArray();
  }

  private static void put(ByteArrayOutputStream tar, String name, char type, byte[] content)
      throws IOException {
    byte[] header = new byte[512];
    text(header, 0, name);
    text(header, 100, "0000644\0000000000\0000000000\0");
    text(header, 124, "%011o".formatted(content.length));
    text(header, 136, "00000000000");
    text(header, 148, "        ");
    header[156] = (byte) type;
    text(header, 257, "ustar\00000");
    int sum = 0;
    for (byte value : header) {
      sum += Byte.toUnsignedInt(value);
    }
    text(header, 148, "%06o\0 ".formatted(sum));
    tar.write(header);
    tar.write(content);
    tar.write(new byte[(512 - content.length % 512) % 512]);
  }

  private static void text(byte[] header, int place, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, place, bytes.length);
  }

  @Test
  void aDamagedArchiveIsRefused() throws IOException {
    byte[] archive = archive();
    Path file = directory.resolve("a.tar.gz");
    byte[] packed = Fixtures.gzip(archive);
    Files.write(file, Arrays.copyOf(packed, packed.length / 2));
    assertRefused(file, "a.tar.gz is cut short");

    Files.write(file, Arrays.copyOf(archive, archive.length / 2));
    assertRefused(file, "a.tar.gz");

    byte[] wrong = archive.clone();
    wrong[512 + 300]++;
    assertRefused(Files.write(file, wrong), "a.tar.gz is damaged");

    files.remove("test_batch.bin");
    assertRefused(Files.write(file, archive()), "has no test_batch.bin", "cifar-10-binary.tar.gz");
  }

  private static void assertRefused(Path path, String... parts) {
    assertThatThrownBy(() -> load(path))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    files.remove("data_batch_3.bin");
    Pictures.folder(directory, files);

    assertRefused(
        directory, "has no data_batch_3.bin (looked for each plain and with .gz)", "https://");

    Files.write(directory.resolve("data_batch_1"), new byte[3]);
    assertRefused(directory, "the version for Python");
  }

  @Test
  void whatIsNotThereSaysWhatToLookForAndWhere() {
    assertRefused(directory.resolve("none"), "there is no", "data_batch_1.bin", "https://www.cs");
    assertRefused(directory, "is not what", "data_batch_1.bin", "a zip with its images");
    assertThatThrownBy(() -> DataSets.load(CIFAR10, Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("--data", "test_batch.bin", "https://www.cs.toronto.edu");
  }

  @Test
  void partsOfImagesAndUnknownClassesAreRefused() throws IOException {
    byte[] cut = Arrays.copyOf(batch(4, 4), 4 * RECORD - 1);
    Pictures.folder(directory, files);
    Files.write(directory.resolve("data_batch_4.bin"), cut);
    assertRefused(directory, "data_batch_4.bin", "12,291 bytes are not a multiple of the 3,073");

    byte[] unknown = batch(4, 0);
    unknown[2 * RECORD] = 10;
    Files.write(directory.resolve("data_batch_4.bin"), unknown);
    assertRefused(directory, "data_batch_4.bin", "image 2 has the class 10, of 0 to 9");
  }

  @Test
  void imagesThatAreNotThoseOfCifarAreRefused() throws IOException {
    Pictures.folder(
        directory,
        Map.of("train/cat/1.png", Pictures.png(3, 2, 5), "test/cat/1.png", Pictures.png(3, 2, 5)));

    assertRefused(directory, "[3, 2, 3]", "classes cat", "[3, 32, 32]", "airplane", "data images");
  }
}
