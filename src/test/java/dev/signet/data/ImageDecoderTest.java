package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.data.ImageDecoder.Refusal;
import dev.signet.data.ImageDecoder.Size;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private static final Size SIZE = new Size(5, 7);

  /** Every pixel another colour. */
  private static final Pictures.Colours COLOURS =
      (x, y) -> ((x * 36) << 16) | ((y * 51) << 8) | (x + y);

  private static final Pictures.Colours GREYS = (x, y) -> 0x10101 * (x * 36 + y);

  private final ImageDecoder decoder = new ImageDecoder();

  @AfterEach
  void close() {
    decoder.close();
  }

  private static byte[] planes(Pictures.Colours colours) {
    byte[] planes = new byte[3 * SIZE.pixels()];
    int index = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      for (int y = 0; y < SIZE.height(); y++) {
        for (int x = 0; x < SIZE.width(); x++) {
          planes[index++] = (byte) (colours.at(x, y) >> shift);
        }
      }
    }
    return planes;
  }

  private static byte[] file(int type, Pictures.Colours colours, String format) {
    return Pictures.encoded(Pictures.image(type, SIZE.width(), SIZE.height(), colours), format);
  }

  private byte[] decoded(byte[] file, boolean coloured) throws Refusal {
    byte[] planes = new byte[2 + 3 * SIZE.pixels()];
    assertThat(decoder.decode(file, SIZE, planes, 2)).isEqualTo(coloured);
    assertThat(decoder.size(file)).isEqualTo(SIZE);
    return Arrays.copyOfRange(planes, 2, planes.length);
  }

  private void assertRefused(byte[] file, String... parts) {
    assertThatThrownBy(() -> decoder.decode(file, SIZE, new byte[3 * SIZE.pixels()], 0))
        .isInstanceOf(Refusal.class)
        .hasMessageContainingAll(parts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif"})
  void coloursAreThoseOfTheFile(String format) throws Refusal {
    assertThat(decoded(file(BufferedImage.TYPE_INT_RGB, COLOURS, format), true))
        .isEqualTo(planes(COLOURS));
  }

  @Test
  void coloursOfAPaletteAreLookedUp() throws Refusal {
    // the 216 colours of Java's own palette are the multiples of 51
    Pictures.Colours colours =
        (x, y) -> ((x % 6 * 51) << 16) | ((y * 51) << 8) | ((x + y) % 6 * 51);

    assertThat(decoded(file(BufferedImage.TYPE_BYTE_INDEXED, colours, "png"), true))
        .isEqualTo(planes(colours));
  }

  @Test
  void greyIsGreyInWhateverFormat() throws Refusal {
    for (String format : new String[] {"png", "bmp", "gif"}) {
      assertThat(decoded(file(BufferedImage.TYPE_INT_RGB, GREYS, format), false))
          .isEqualTo(planes(GREYS));
    }
  }

  @Test
  void samplesOfGreyImagesAreTakenAsTheyAre() throws Refusal {
    BufferedImage image =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_BYTE_GRAY);
    set(image.getRaster(), 1);

    assertThat(decoded(Pictures.encoded(image, "png"), false)).isEqualTo(planes(GREYS));
  }

  @Test
  void sixteenBitsBecomeEight() throws Refusal {
    BufferedImage image =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_USHORT_GRAY);
    set(image.getRaster(), 257);

    assertThat(decoded(Pictures.encoded(image, "png"), false)).isEqualTo(planes(GREYS));
  }

  private static void set(WritableRaster raster, int scale) {
    for (int y = 0; y < SIZE.height(); y++) {
      for (int x = 0; x < SIZE.width(); x++) {
        raster.setSample(x, y, 0, scale * (GREYS.at(x, y) & 0xff));
      }
    }
  }

  @Test
  void jpegIsNearTheColoursItWasMadeOf() throws Refusal {
    Pictures.Colours even = (_, _) -> 0xc86432;
    byte[] colour = decoded(file(BufferedImage.TYPE_INT_RGB, even, "jpg"), true);
    for (int index = 0; index < colour.length; index++) {
      int expected = index < 35 ? 0xc8 : index < 70 ? 0x64 : 0x32;
      assertThat(Math.abs(Byte.toUnsignedInt(colour[index]) - expected)).isLessThan(6);
    }

    BufferedImage grey =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_BYTE_GRAY);
    for (int pixel = 0; pixel < SIZE.pixels(); pixel++) {
      grey.getRaster().setSample(pixel % SIZE.width(), pixel / SIZE.width(), 0, 77);
    }
    byte[] levels = decoded(Pictures.encoded(grey, "jpg"), false);
    for (byte level : levels) {
      assertThat(Math.abs(level - 77)).isLessThan(3);
    }
  }

  @Test
  void anOpaqueAlphaChannelIsNothing() throws Refusal {
    assertThat(decoded(file(BufferedImage.TYPE_INT_ARGB, COLOURS, "png"), true))
        .isEqualTo(planes(COLOURS));
  }

  @Test
  void transparentPixelsAreRefused() {
    BufferedImage image =
        Pictures.image(BufferedImage.TYPE_INT_ARGB, SIZE.width(), SIZE.height(), COLOURS);
    image.setRGB(3, 2, 0xfe102030);

    assertRefused(Pictures.encoded(image, "png"), "transparent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "jpg"})
  void aFileThatEndsEarlyIsRefused(String format) {
    Pictures.Colours noise = (x, y) -> (int) RandomStream.of(1, x, y).nextLong() & 0xffffff;
    Size size = new Size(40, 40);
    byte[] file =
        Pictures.encoded(Pictures.image(BufferedImage.TYPE_INT_RGB, 40, 40, noise), format);
    for (int length : new int[] {4, 20, file.length / 4, file.length / 2, file.length * 3 / 4}) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> decoder.decode(cut, size, new byte[3 * size.pixels()], 0))
          .as("%s of %s bytes", format, length)
          .isInstanceOf(Refusal.class)
          .hasMessageStartingWith("is ");
    }
  }

  @Test
  void bytesInTheMiddleThatAreWrongNeverCrash() {
    RandomStream random = RandomStream.of(3);
    for (String format : new String[] {"png", "bmp", "gif", "jpg"}) {
      byte[] file = file(BufferedImage.TYPE_INT_RGB, COLOURS, format);
      for (int trial = 0; trial < 150; trial++) {
        byte[] wrong = file.clone();
        for (int place = 0; place < 3; place++) {
          wrong[random.nextInt(wrong.length)] = (byte) random.nextInt(256);
        }
        try {
          decoder.decode(wrong, SIZE, new byte[3 * SIZE.pixels()], 0);
        } catch (Refusal e) {
          assertThat(e.getMessage()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void aPngWithAWrongByteIsAlwaysRefused() {
    byte[] file = file(BufferedImage.TYPE_INT_RGB, COLOURS, "png");
    for (int place = 0; place < file.length; place++) {
      byte[] wrong = file.clone();
      wrong[place] ^= 0x10;
      assertThatThrownBy(() -> decoder.decode(wrong, SIZE, new byte[3 * SIZE.pixels()], 0))
          .as("byte %s", place)
          .isInstanceOf(Refusal.class);
    }
    assertRefused(Arrays.copyOf(file, file.length - 1), "is damaged: it ends early");
  }

  @Test
  void whatIsNoImageIsRefused() {
    assertRefused(new byte[0], "no PNG, JPEG, BMP or GIF");
    assertRefused(
        "RIFF....WEBPVP8 ".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "no PNG");
  }

  @Test
  void anotherSizeIsRefused() {
    assertRefused(Pictures.png(7, 6, 0), "is 7×6 pixels");
  }

  /** 100 bytes that would become 12 GB. */
  @Test
  void aHugeImageIsRefusedByWhatItSaysOfItself() {
    byte[] file = Pictures.png(7, 5, 0);
    ByteBuffer header = ByteBuffer.wrap(file);
    header.putInt(16, 65_535).putInt(20, 65_535);
    CRC32 sum = new CRC32();
    sum.update(file, 12, 17);
    header.putInt(29, (int) sum.getValue());

    assertThatThrownBy(() -> decoder.size(file))
        .isInstanceOf(Refusal.class)
        .hasMessage("is 65535×65535 pixels; there can be 1 to 1048576 of them");
    assertRefused(file, "65535×65535");
  }
}
