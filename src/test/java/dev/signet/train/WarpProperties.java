package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.signet.data.RandomStream;
import dev.signet.network.Augmentation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Moved images against what is said of them, in plain arithmetic. */
class WarpProperties {

  /** Some empty round about, or altogether. */
  private static byte[] randomPixels(PixelGrid grid, long seed) {
    byte[] pixels = new byte[grid.size()];
    RandomStream random = RandomStream.of(seed, 1);
    int empty = random.nextInt(3);
    for (int index = 0; index < pixels.length; index++) {
      int x = index % grid.width();
      int y = index / grid.width() % grid.height();
      boolean edge =
          Math.min(x, grid.width() - 1 - x) < empty || Math.min(y, grid.height() - 1 - y) < empty;
      pixels[index] = edge ? 0 : (byte) random.nextInt(256);
    }
    return pixels;
  }

  private static int pixel(byte[] pixels, PixelGrid grid, int channel, int y, int x) {
    boolean inside = x >= 0 && x < grid.width() && y >= 0 && y < grid.height();
    return inside
        ? Byte.toUnsignedInt(pixels[(channel * grid.height() + y) * grid.width() + x])
        : 0;
  }

  private static byte[] moved(Warp warp, byte[] pixels, PixelGrid grid) {
    // given the image in the middle of others
    byte[] all = new byte[2 * pixels.length + 5];
    java.util.Arrays.fill(all, (byte) 77);
    System.arraycopy(pixels, 0, all, pixels.length + 5, pixels.length);
    byte[] result = new byte[pixels.length];
    new Interpolator(grid).apply(warp, all, pixels.length + 5, result);
    return result;
  }

  @Property(tries = 200)
  void whatIsShiftedAndFlippedIsTheSourceElsewhere(
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 150) int width,
      @ForAll @IntRange(min = 1, max = 12) int pixels,
      @ForAll long seed) {
    PixelGrid grid = new PixelGrid(channels, height, width);
    byte[] source = randomPixels(grid, seed);
    List<Augmentation> augmentations =
        List.of(
            new Augmentation.Shift(pixels, 0.6),
            new Augmentation.Flip(0.3),
            new Augmentation.Shift(1));

    Warp warp = Warp.draw(augmentations, grid, RandomStream.of(seed));

    // the same choices in the same order
    RandomStream random = RandomStream.of(seed);
    boolean shifted = random.nextDouble() < 0.6;
    int right = shifted ? random.nextInt(2 * pixels + 1) - pixels : 0;
    int down = shifted ? random.nextInt(2 * pixels + 1) - pixels : 0;
    boolean flipped = random.nextDouble() < 0.3;
    random.nextDouble();
    int rightAfter = random.nextInt(3) - 1;
    int downAfter = random.nextInt(3) - 1;
    byte[] expected = new byte[source.length];
    int index = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int between = x - rightAfter;
          int column = (flipped ? width - 1 - between : between) - right;
          expected[index++] = (byte) pixel(source, grid, channel, y - downAfter - down, column);
        }
      }
    }
    assertThat(warp.isExact()).isTrue();
    assertThat(moved(warp, source, grid)).isEqualTo(expected);
    assertThat(bitsMoved(warp, packed(source, grid), grid)).isEqualTo(packed(expected, grid));
  }

  private static long[] packed(byte[] pixels, PixelGrid grid) {
    long[] bits = new long[SignBits.words(grid.size())];
    SignBits.pack(pixels, 0, grid.size(), 128, bits);
    return bits;
  }

  private static long[] bitsMoved(Warp warp, long[] bits, PixelGrid grid) {
    long[] result = new long[bits.length];
    java.util.Arrays.fill(result, -1);
    warp.applyToBits(bits, grid, result);
    return result;
  }

  @Property(tries = 200)
  void whatIsTurnedAndZoomedIsInterpolated(
      @ForAll @IntRange(min = 1, max = 2) int channels,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 11) int width,
      @ForAll @IntRange(min = 1, max = 180) int degrees,
      @ForAll long seed) {
    PixelGrid grid = new PixelGrid(channels, height, width);
    byte[] source = randomPixels(grid, seed);
    List<Augmentation> augmentations =
        List.of(
            new Augmentation.Zoom(0.5),
            new Augmentation.Rotate(degrees),
            new Augmentation.Shift(2));

    byte[] actual = moved(Warp.draw(augmentations, grid, RandomStream.of(seed)), source, grid);

    // the same choices, undone from the last to the first
    RandomStream random = RandomStream.of(seed);
    random.nextDouble();
    double factor = random.between(0.5, 1.5);
    random.nextDouble();
    double angle = Math.toRadians(random.between(-degrees, degrees));
    random.nextDouble();
    int right = random.nextInt(5) - 2;
    int down = random.nextInt(5) - 2;
    for (int index = 0; index < actual.length; index++) {
      int channel = index / (height * width);
      double x = index % width - right - (width - 1) / 2.0;
      double y = index / width % height - down - (height - 1) / 2.0;
      double turnedX = Math.cos(angle) * x + Math.sin(angle) * y;
      double turnedY = -Math.sin(angle) * x + Math.cos(angle) * y;
      double expected =
          interpolated(
              source,
              grid,
              channel,
              turnedY / factor + (height - 1) / 2.0,
              turnedX / factor + (width - 1) / 2.0);
      // weights are rounded down to 1/256 in each direction, the result to a whole number
      assertThat((double) Byte.toUnsignedInt(actual[index])).isCloseTo(expected, within(2.51));
    }
  }

  private static double interpolated(
      byte[] pixels, PixelGrid grid, int channel, double y, double x) {
    double sum = 0;
    for (int row = (int) Math.floor(y); row <= Math.floor(y) + 1; row++) {
      for (int column = (int) Math.floor(x); column <= Math.floor(x) + 1; column++) {
        double weight = (1 - Math.abs(y - row)) * (1 - Math.abs(x - column));
        sum += weight * pixel(pixels, grid, channel, row, column);
      }
    }
    return sum;
  }

  @Property(tries = 200)
  void eachChannelIsMovedAsIfItWereAlone(
      @ForAll @IntRange(min = 2, max = 4) int channels,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 70) int width,
      @ForAll boolean signal,
      @ForAll boolean exact,
      @ForAll long seed) {
    PixelGrid all =
        signal ? PixelGrid.ofSignal(channels, width) : new PixelGrid(channels, height, width);
    PixelGrid one = signal ? PixelGrid.ofSignal(1, width) : new PixelGrid(1, height, width);
    byte[] source = randomPixels(all, seed);
    List<Augmentation> augmentations = new ArrayList<>();
    augmentations.add(new Augmentation.Shift(3, 0.7));
    augmentations.add(new Augmentation.Flip());
    if (!exact) {
      augmentations.add(new Augmentation.Zoom(0.4));
      if (!signal) {
        augmentations.add(new Augmentation.Rotate(50));
      }
    }

    // the same choices for an image of any number of channels
    Warp warp = Warp.draw(augmentations, all, RandomStream.of(seed));
    assertThat(Warp.draw(augmentations, one, RandomStream.of(seed))).isEqualTo(warp);

    byte[] moved = moved(warp, source, all);
    byte[] expected = new byte[source.length];
    for (int channel = 0; channel < channels; channel++) {
      byte[] alone =
          java.util.Arrays.copyOfRange(source, channel * one.size(), (channel + 1) * one.size());
      System.arraycopy(moved(warp, alone, one), 0, expected, channel * one.size(), one.size());
    }
    assertThat(moved).isEqualTo(expected);
    if (exact) {
      assertThat(bitsMoved(warp, packed(source, all), all)).isEqualTo(packed(expected, all));
    }
  }

  @Property(tries = 200)
  void signalsAreMovedAlongTheirLength(
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 150) int length,
      @ForAll @IntRange(min = 1, max = 12) int samples,
      @ForAll boolean zoomed,
      @ForAll long seed) {
    PixelGrid grid = PixelGrid.ofSignal(channels, length);
    byte[] source = randomPixels(new PixelGrid(channels, length, 1), seed);
    List<Augmentation> augmentations = new ArrayList<>();
    augmentations.add(new Augmentation.Flip(0.5));
    augmentations.add(new Augmentation.Shift(samples));
    if (zoomed) {
      augmentations.add(new Augmentation.Zoom(0.3));
    }

    byte[] actual = moved(Warp.draw(augmentations, grid, RandomStream.of(seed)), source, grid);

    // the same choices: one direction, one number
    RandomStream random = RandomStream.of(seed);
    boolean flipped = random.nextDouble() < 0.5;
    random.nextDouble();
    int right = random.nextInt(2 * samples + 1) - samples;
    double factor = 1;
    if (zoomed) {
      random.nextDouble();
      factor = random.between(0.7, 1.3);
    }
    double centre = (length - 1) / 2.0;
    for (int index = 0; index < actual.length; index++) {
      double place = (index % length - centre) / factor + centre - right;
      double origin = flipped ? length - 1 - place : place;
      double expected = interpolated(source, grid, index / length, 0, origin);
      assertThat((double) Byte.toUnsignedInt(actual[index]))
          .isCloseTo(expected, within(zoomed ? 1.51 : 1e-6));
    }
  }

  @Example
  void aSignalCannotBeTurned() {
    assertThatThrownBy(
            () ->
                Warp.draw(
                    List.of(new Augmentation.Rotate(10)),
                    PixelGrid.ofSignal(1, 8),
                    RandomStream.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Pad by four zeros, cut the image's own size out at a place of its own, all equally likely. */
  @Example
  void cropIsTheUsualOneOfPaddedImages() {
    PixelGrid grid = new PixelGrid(3, 6, 5);
    byte[] source = randomPixels(grid, 7);
    Set<List<Integer>> places = new HashSet<>();
    for (int seed = 0; seed < 2000; seed++) {
      byte[] actual =
          moved(
              Warp.draw(List.of(new Augmentation.Shift(4)), grid, RandomStream.of(seed)),
              source,
              grid);
      RandomStream random = RandomStream.of(seed);
      random.nextDouble();
      int left = 4 - (random.nextInt(9) - 4);
      int top = 4 - (random.nextInt(9) - 4);
      places.add(List.of(left, top));
      // the padded image is 13 × 14, and the part begins at 0 to 8 in each direction
      for (int index = 0; index < actual.length; index++) {
        int y = index / 5 % 6 + top - 4;
        int x = index % 5 + left - 4;
        assertThat(Byte.toUnsignedInt(actual[index]))
            .isEqualTo(pixel(source, grid, index / 30, y, x));
      }
    }
    assertThat(places).hasSize(81);
  }

  @Example
  void aSinglePixelStaysWhenItIsTurnedOrFlipped() {
    PixelGrid grid = new PixelGrid(1, 1, 1);
    List<Augmentation> augmentations =
        List.of(new Augmentation.Rotate(180), new Augmentation.Flip(), new Augmentation.Zoom(0.9));

    for (int seed = 0; seed < 50; seed++) {
      Warp warp = Warp.draw(augmentations, grid, RandomStream.of(seed));
      assertThat(moved(warp, new byte[] {(byte) 200}, grid)).containsExactly((byte) 200);
    }
  }

  @Example
  void everyShiftAndBothSidesComeUp() {
    PixelGrid grid = new PixelGrid(1, 7, 7);
    List<Augmentation> augmentations = List.of(new Augmentation.Shift(1), new Augmentation.Flip());

    long different =
        java.util.stream.IntStream.range(0, 400)
            .mapToObj(seed -> Warp.draw(augmentations, grid, RandomStream.of(seed)))
            .distinct()
            .count();

    // 3 × 3 places, each flipped or not
    assertThat(different).isEqualTo(18);
  }
}
