package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class DrawnDigitsTest {

  @Test
  void theSameSeedDrawsTheSameImagesOnEveryMachine() {
    DataSet data = DrawnDigits.draw(16, 40, 20, 1);

    assertThat(checksum(data.train())).isEqualTo("281befa9");
    assertThat(checksum(data.test())).isEqualTo("c7a7a82f");
  }

  private static String checksum(ImageSet images) {
    CRC32 sum = new CRC32();
    sum.update(images.pixels());
    return Long.toHexString(sum.getValue());
  }

  @Test
  void aSmallerSetIsTheStartOfALargerOne() {
    DataSet small = DrawnDigits.draw(12, 15, 5, 3);
    DataSet large = DrawnDigits.draw(12, 30, 20, 3);

    assertThat(large.train().first(15).pixels()).isEqualTo(small.train().pixels());
    assertThat(large.test().first(5).pixels()).isEqualTo(small.test().pixels());
  }

  @Test
  void splitsAndSeedsDiffer() {
    DataSet one = DrawnDigits.draw(12, 20, 20, 1);
    DataSet two = DrawnDigits.draw(12, 20, 20, 2);

    assertThat(one.train().pixels()).isNotEqualTo(one.test().pixels());
    assertThat(one.train().pixels()).isNotEqualTo(two.train().pixels());
  }

  @Test
  void everyDigitHasInkAtEverySize() {
    for (int size : new int[] {8, 16, 28, 64}) {
      ImageSet images = DrawnDigits.draw(size, 60, 10, 7).train();
      for (int image = 0; image < images.count(); image++) {
        assertThat(images.label(image)).isEqualTo(image % 10);
        int ink = 0;
        for (byte pixel : images.image(image)) {
          ink += Byte.toUnsignedInt(pixel) >= 128 ? 1 : 0;
        }
        assertThat((double) ink / (size * size)).as("ink of image %s", image).isBetween(0.03, 0.5);
      }
    }
  }

  @Test
  void imagesOfADigitDiffer() {
    ImageSet images = DrawnDigits.draw(16, 200, 10, 1).train();
    long different =
        java.util.stream.IntStream.range(0, 200)
            .mapToObj(image -> Arrays.hashCode(images.image(image)))
            .distinct()
            .count();

    assertThat(different).isEqualTo(200);
  }

  @Test
  void argumentsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> DrawnDigits.draw(7, 10, 10, 1)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> DrawnDigits.draw(65, 10, 10, 1)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> DrawnDigits.draw(16, 0, 10, 1)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> DrawnDigits.draw(16, 10, 500_001, 1))
        .isInstanceOf(DataException.class);
  }
}
