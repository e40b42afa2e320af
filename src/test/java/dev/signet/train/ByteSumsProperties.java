package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.data.ImageSet;
import dev.signet.data.RandomStream;
import dev.signet.network.FeatureMap;
import dev.signet.network.Shape;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Bytes as bit planes, and their sums, whatever the shape. */
class ByteSumsProperties {

  @Provide
  Arbitrary<Integer> extents() {
    return Arbitraries.of(1, 2, 3, 7, 8, 9, 31, 63, 64, 65, 100, 130);
  }

  /** Random bytes; now and then an image of nothing but the smallest or the largest. */
  private static byte[] pixels(RandomStream random, int images, int size) {
    byte[] pixels = new byte[images * size];
    for (int image = 0; image < images; image++) {
      int kind = random.nextInt(4);
      for (int index = image * size; index < (image + 1) * size; index++) {
        pixels[index] = (byte) (kind == 0 ? 0 : kind == 1 ? 255 : random.nextInt(256));
      }
    }
    return pixels;
  }

  private static long[][] packed(byte[] pixels, int images, int size) {
    ImageSet set = new ImageSet(Shape.of(size), pixels, new byte[images], 1);
    try (Workers workers = new Workers(2)) {
      return new PixelCoding.BitPlanes().pack(set, workers);
    }
  }

  /** As a dense layer takes them. */
  private static Rows.Pixels input(long[][] packed, int images, int size) {
    Rows.Pixels rows =
        Rows.Pixels.of(new Value.Pixels("image", new FeatureMap(size, 1, 1)), images, true);
    TakeState take = new TakeState(new Stage.Take(false, 0), rows, new PixelCoding.BitPlanes());
    for (int image = 0; image < images; image++) {
      take.take(image, packed, image);
    }
    return rows;
  }

  @Property(tries = 60)
  void planesHoldTheBitsOfThePixels(
      @ForAll("extents") int images, @ForAll("extents") int size, @ForAll long seed) {
    byte[] pixels = pixels(RandomStream.of(seed), images, size);

    long[][] packed = packed(pixels, images, size);

    Rows.Pixels input = input(packed, images, size);
    for (int image = 0; image < images; image++) {
      for (int index = 0; index < size; index++) {
        int pixel = pixels[image * size + index] & 0xff;
        for (int plane = 0; plane < 8; plane++) {
          long bit = packed[image * 8 + plane][index / 64] >>> (index % 64) & 1;
          assertThat(bit).isEqualTo(pixel >> plane & 1);
        }
        assertThat(input.values()[image][index]).isEqualTo(pixel);
      }
      for (int plane = 0; plane < 8 && size % 64 != 0; plane++) {
        assertThat(packed[image * 8 + plane][size / 64] >>> (size % 64)).isZero();
      }
    }
  }

  @Property(tries = 60)
  void sumsAreThoseOfIntegers(
      @ForAll("extents") int images,
      @ForAll("extents") int size,
      @ForAll("extents") int units,
      @ForAll long seed) {
    RandomStream random = RandomStream.of(seed);
    byte[] pixels = pixels(random, images, size);
    WeightState dense = WeightState.uniform(size, units, 0.5, random, true, 2);
    Rows.Pixels input = input(packed(pixels, images, size), images, size);
    ByteSums bytes = new ByteSums(images, size, units);

    for (Kernels kernels : kernels()) {
      int[][] sums = new int[images][SignColumns.stride(units)];
      for (int block = 0; block < dense.packed.blocks(); block++) {
        bytes.run(input.planes(), images, dense.packed, block, sums, kernels);
      }
      for (int image = 0; image < images; image++) {
        for (int unit = 0; unit < units; unit++) {
          int sum = 0;
          for (int index = 0; index < size; index++) {
            int pixel = pixels[image * size + index] & 0xff;
            sum += dense.latent[unit][index] >= 0 ? pixel : -pixel;
          }
          assertThat(sums[image][unit]).isEqualTo(sum);
        }
      }
    }
  }

  private static List<Kernels> kernels() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return vectors ? List.of(new PlainKernels(), new VectorKernels()) : List.of(new PlainKernels());
  }

  @Example
  void theMostBytesAddUpExactly() {
    int size = ByteSums.MOST_INPUTS;
    byte[] white = new byte[size];
    Arrays.fill(white, (byte) 255);
    Rows.Pixels input = input(packed(white, 1, size), 1, size);
    float[] latent = new float[2 * size];
    Arrays.fill(latent, 0, size, -1);
    Arrays.fill(latent, size, 2 * size, 1);
    WeightState dense = WeightState.of(size, 2, latent, List.of());
    int[][] sums = new int[1][SignColumns.stride(2)];

    new ByteSums(1, size, 2).run(input.planes(), 1, dense.packed, 0, sums, new PlainKernels());

    assertThat(sums[0][0]).isEqualTo(-255 * size);
    assertThat(sums[0][1]).isEqualTo(255 * size);
  }

  @Property(tries = 40)
  void gradientsAreAddedImageByImage(
      @ForAll("extents") int batch,
      @ForAll("extents") int rows,
      @ForAll("extents") int inputs,
      @ForAll long seed) {
    RandomStream random = RandomStream.of(seed);
    int few = Math.min(rows, Scratch.ROWS);
    int width = random.nextInt(2) == 0 ? inputs : inputs + 600;
    float[][] gradient = new float[batch][few + 3];
    float[][] values = new float[batch][width];
    for (int image = 0; image < batch; image++) {
      for (int unit = 0; unit < few + 3; unit++) {
        gradient[image][unit] = (float) random.between(-1, 1);
      }
      for (int input = 0; input < width; input++) {
        values[image][input] = random.nextInt(256);
      }
    }
    boolean add = random.nextInt(2) == 0;
    float start = add ? 0.5f : 0;
    for (Kernels kernels : kernels()) {
      float[][] result = new float[few][SignColumns.stride(width)];
      for (float[] row : result) {
        Arrays.fill(row, 0.5f);
      }

      kernels.multiplyValues(gradient, 3, few, batch, values, width, add, result);

      for (int row = 0; row < few; row++) {
        for (int input = 0; input < width; input++) {
          float sum = start;
          for (int image = 0; image < batch; image++) {
            sum = Math.fma(gradient[image][3 + row], values[image][input], sum);
          }
          assertThat(result[row][input]).isEqualTo(sum);
        }
      }
    }
  }
}
