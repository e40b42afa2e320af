package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  @TempDir Path directory;

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("some.idx"), content);
  }

  @Test
  void plainAndGzipFilesGiveTheSameImages() throws IOException {
    Idx.Images plain = Idx.readImages(file(Fixtures.images(4)));
    Idx.Images packed = Idx.readImages(file(Fixtures.gzip(Fixtures.images(4))));

    assertThat(plain.count()).isEqualTo(4);
    assertThat(plain.rows()).isEqualTo(2);
    assertThat(plain.columns()).isEqualTo(3);
    assertThat(plain.pixels()).hasSize(24).startsWith(0, 1, 2, 3);
    assertThat(packed.pixels()).isEqualTo(plain.pixels());
  }

  @Test
  void labelsAreRead() throws IOException {
    assertThat(Idx.readLabels(file(Fixtures.labels(4)))).containsExactly(0, 1, 2, 0);
  }

  @Test
  void wrongMagicNumberSaysWhatWasFoundAndExpected() throws IOException {
    Path labels = file(Fixtures.labels(4));

    assertThatThrownBy(() -> Idx.readImages(labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("some.idx")
        .hasMessageContaining("0x00000801")
        .hasMessageContaining("expected 0x00000803")
        .hasMessageContaining("this is a file of labels");
  }

  @Test
  void cutShortFilesAreRefused() throws IOException {
    byte[] whole = Fixtures.images(4);
    for (int length : new int[] {0, 3, 7, 15, 16, whole.length - 1}) {
      Path file = file(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Idx.readImages(file))
          .as("%s bytes", length)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("cut short");
    }
  }

  @Test
  void truncatedGzipIsRefused() throws IOException {
    byte[] packed = Fixtures.gzip(Fixtures.images(400));
    for (int length : new int[] {5, 40, packed.length - 9, packed.length - 1}) {
      Path file = file(Arrays.copyOf(packed, length));
      assertThatThrownBy(() -> Idx.readImages(file))
          .as("%s bytes", length)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("cut short");
    }
  }

  @Test
  void damagedGzipIsRefused() throws IOException {
    byte[] packed = Fixtures.gzip(Fixtures.images(400));
    packed[packed.length / 2] ^= 0x55;
    Path file = file(packed);

    assertThatThrownBy(() -> Idx.readImages(file)).isInstanceOf(DataException.class);
  }

  @Test
  void bytesLeftOverAreRefused() throws IOException {
    byte[] whole = Fixtures.images(4);
    Path file = file(Arrays.copyOf(whole, whole.length + 1));

    assertThatThrownBy(() -> Idx.readImages(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("left over")
        .hasMessageContaining("4 × 2 × 3");
  }

  @Test
  void absurdDeclaredSizesAreRefusedBeforeMemoryIsTaken() throws IOException {
    Path huge = file(Fixtures.idx(0x803, new int[] {-1, -1, -1}, new byte[8]));
    assertThatThrownBy(() -> Idx.readImages(huge))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("4294967295 × 4294967295");

    Path large =
        file(Fixtures.gzip(Fixtures.idx(0x803, new int[] {60_000, 100, 300}, new byte[8])));
    assertThatThrownBy(() -> Idx.readImages(large))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("more than it can hold");

    Path none = file(Fixtures.idx(0x803, new int[] {0, 28, 28}, new byte[0]));
    assertThatThrownBy(() -> Idx.readImages(none))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("nothing in it");
  }

  @Test
  void aMissingFileOrADirectoryIsAClearError() {
    assertThatThrownBy(() -> Idx.readImages(directory.resolve("none")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> Idx.readImages(directory)).isInstanceOf(DataException.class);
  }
}
