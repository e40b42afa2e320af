package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.data.RandomStream;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Optimizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The wide kernels give the bits of the plain ones, whatever the shape. */
class VectorKernelsProperties {
  private static final Optimizer.Adam SETTINGS = new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8);

  private final Kernels plain = new PlainKernels();

  @BeforeContainer
  static void needsTheModule() {
    assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  /** The kernels are correct, only slow, on a machine with narrower vectors. */
  private final Kernels vector = new VectorKernels();

  @Provide
  Arbitrary<Integer> extents() {
    return Arbitraries.of(1, 2, 3, 4, 5, 7, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 130);
  }

  @Property(tries = 60)
  void signSums(
      @ForAll("extents") int rows,
      @ForAll("extents") int inputs,
      @ForAll("extents") int units,
      @ForAll long seed) {
    RandomStream random = RandomStream.of(seed);
    WeightState dense = WeightState.uniform(inputs, units, 0.5, random, true, 2);
    long[][] bits = signs(random, rows, inputs);

    int[][] sums =
        sameInts(
            units,
            rows,
            (kernels, result) -> {
              for (int block = 0; block < dense.packed.blocks(); block++) {
                kernels.signSums(bits, rows, dense.packed, block, result);
              }
              return result;
            });

    assertThat(sums[rows - 1][units - 1]).isBetween(-inputs, inputs);
  }

  private int[][] sameInts(int units, int rows, BiFunction<Kernels, int[][], int[][]> computation) {
    int stride = SignColumns.stride(units);
    int[][] expected = computation.apply(plain, new int[rows][stride]);
    int[][] actual = computation.apply(vector, new int[rows][stride]);
    for (int row = 0; row < rows; row++) {
      assertThat(Arrays.copyOf(actual[row], units)).isEqualTo(Arrays.copyOf(expected[row], units));
    }
    return actual;
  }

  @Property(tries = 60)
  void products(
      @ForAll("extents") int rows,
      @ForAll("extents") int inner,
      @ForAll("extents") int columns,
      @ForAll long seed) {
    RandomStream random = RandomStream.of(seed);
    SignColumns b = new SignColumns(inner, columns);
    Arrays.setAll(b.words, index -> (int) random.nextLong());
    float[][] a = floats(random, rows, inner);
    int few = Math.min(rows, Scratch.ROWS);
    float[][] transposed = floats(random, inner, few + 5);
    int from = rows / 3;

    float[][][] results = new float[2][rows][b.stride];
    float[][][] transposedResults = new float[2][few][b.stride];
    Scratch[] scratches = {new Scratch(inner, columns), new Scratch(inner, columns)};
    List<Kernels> both = List.of(plain, vector);
    for (int index = 0; index < 2; index++) {
      Kernels kernels = both.get(index);
      kernels.multiply(a, 0, from, inner, b, results[index], scratches[index]);
      kernels.multiply(a, from, rows, inner, b, results[index], scratches[index]);
      kernels.multiplyTransposed(
          transposed, 5, few, inner, b, false, transposedResults[index], scratches[index]);
      kernels.multiplyTransposed(
          transposed, 5, few, inner, b, true, transposedResults[index], scratches[index]);
    }

    for (int row = 0; row < rows; row++) {
      sameBits(results[0][row], results[1][row], columns);
    }
    for (int row = 0; row < few; row++) {
      sameBits(transposedResults[0][row], transposedResults[1][row], columns);
    }
  }

  @Property(tries = 60)
  void batchNormAndSign(
      @ForAll("extents") int batch,
      @ForAll("extents") int channels,
      @ForAll boolean huge,
      @ForAll long seed) {
    int largest = huge ? 1_000_000 : 784;
    NormState[] norms = new NormState[2];
    float[][][] normalized = new float[2][batch][channels];
    float[][][] gradients = new float[2][][];
    long[][][] bits = new long[2][batch][SignBits.words(channels)];
    SignColumns[] columns = new SignColumns[2];
    List<Kernels> both = List.of(plain, vector);
    for (int index = 0; index < 2; index++) {
      RandomStream random = RandomStream.of(seed);
      NormState norm = new NormState(new Layer.BatchNorm(1e-5f, 0.1f), channels, 2);
      norms[index] = norm;
      gradients[index] = floats(random, batch, channels);
      columns[index] = new SignColumns(batch, channels);
      for (int channel = 0; channel < channels; channel++) {
        norm.gamma[channel] = (float) random.between(-2, 2);
        norm.beta[channel] = random.nextInt(3) == 0 ? 0 : (float) random.between(-1, 1);
      }
      float limit = random.nextInt(2) == 0 ? 1 : Estimators.BEYOND_ONE;
      float[] shift = floats(random, 1, channels)[0];
      int[][] sums = new int[batch][channels];
      for (int[] row : sums) {
        Arrays.setAll(row, channel -> random.nextInt(2 * largest + 1) - largest);
      }
      for (int from = 0; from < channels; from += DenseActivation.TILE) {
        int to = Math.min(channels, from + DenseActivation.TILE);
        Kernels kernels = both.get(index);
        norm.forward(sums, batch, from, to, largest, 1, shift, normalized[index], kernels);
        kernels.activate(
            normalized[index], batch, from, to, norm.gamma, norm.beta, bits[index], columns[index]);
        kernels.gate(
            gradients[index], normalized[index], batch, from, to, norm.gamma, norm.beta, limit);
        norm.backward(gradients[index], normalized[index], batch, from, to, kernels);
      }
    }

    assertThat(bits[1]).isDeepEqualTo(bits[0]);
    assertThat(columns[1].words).isEqualTo(columns[0].words);
    for (int row = 0; row < batch; row++) {
      sameBits(normalized[0][row], normalized[1][row], channels);
      sameBits(gradients[0][row], gradients[1][row], channels);
    }
    sameBits(norms[0].runningMean, norms[1].runningMean, channels);
    sameBits(norms[0].runningVariance, norms[1].runningVariance, channels);
    sameBits(norms[0].gammaGradient, norms[1].gammaGradient, channels);
    sameBits(norms[0].betaGradient, norms[1].betaGradient, channels);
  }

  @Property(tries = 30)
  void gateAndSignAtTheirEdges(
      @ForAll("extents") int rows, @ForAll("extents") int channels, @ForAll long seed) {
    float[] edges = {
      -Math.nextUp(1f),
      -1,
      -Math.nextDown(1f),
      -Float.MIN_VALUE,
      -0.0f,
      0,
      Float.MIN_VALUE,
      1,
      Math.nextUp(1f),
      Math.nextDown(1f)
    };
    RandomStream random = RandomStream.of(seed);
    int width = Math.min(channels, DenseActivation.TILE);
    float[][] normalized = new float[rows][width];
    for (float[] row : normalized) {
      for (int channel = 0; channel < width; channel++) {
        row[channel] = edges[random.nextInt(edges.length)];
      }
    }
    float[] gamma = new float[width];
    Arrays.fill(gamma, 1);
    float[] beta = new float[width];
    float limit = random.nextInt(2) == 0 ? 1 : Estimators.BEYOND_ONE;
    float[][] start = floats(random, rows, width);
    float[][][] gradients = new float[2][rows][];
    long[][][] bits = new long[2][rows][1];
    SignColumns[] columns = {new SignColumns(rows, width), new SignColumns(rows, width)};
    List<Kernels> both = List.of(plain, vector);
    for (int index = 0; index < 2; index++) {
      for (int row = 0; row < rows; row++) {
        gradients[index][row] = start[row].clone();
      }
      Kernels kernels = both.get(index);
      kernels.gate(gradients[index], normalized, rows, 0, width, gamma, beta, limit);
      kernels.activate(normalized, rows, 0, width, gamma, beta, bits[index], columns[index]);
    }

    assertThat(bits[1]).isDeepEqualTo(bits[0]);
    assertThat(columns[1].words).isEqualTo(columns[0].words);
    for (int row = 0; row < rows; row++) {
      sameBits(gradients[0][row], gradients[1][row], width);
    }
  }

  @Property(tries = 60)
  void optimizerStepAndPacking(
      @ForAll("extents") int inputs, @ForAll("extents") int units, @ForAll long seed) {
    WeightState[] states = new WeightState[2];
    List<Kernels> both = List.of(plain, vector);
    for (int index = 0; index < 2; index++) {
      RandomStream random = RandomStream.of(seed);
      states[index] = WeightState.uniform(inputs, units, 0.5, random, true, 2);
      for (int step = 1; step <= 3; step++) {
        for (int unit = 0; unit < units; unit++) {
          float[] gradient = floats(random, 1, inputs)[0];
          for (int input = 0; input < inputs; input += 3) {
            // Some weights that jump, some that stay, some whose moments fade away.
            gradient[input] =
                switch (random.nextInt(3)) {
                  case 0 -> 0;
                  case 1 -> 1e-25f;
                  default -> 50;
                };
          }
          both.get(index).update(states[index], unit, gradient, Adam.at(SETTINGS, 0.4, step));
        }
      }
    }

    for (int unit = 0; unit < units; unit++) {
      sameBits(states[0].latent[unit], states[1].latent[unit], inputs);
      for (int moment = 0; moment < 2; moment++) {
        sameBits(states[0].moments[unit][moment], states[1].moments[unit][moment], inputs);
      }
    }
    assertThat(states[1].packed.words).isEqualTo(states[0].packed.words);
    assertThat(states[1].signs.words).isEqualTo(states[0].signs.words);
  }

  @Property(tries = 40)
  void packingDownTheColumns(
      @ForAll("extents") int rows, @ForAll("extents") int columns, @ForAll long seed) {
    long[][] bits = signs(RandomStream.of(seed), rows, columns);
    SignColumns expected = new SignColumns(rows, columns);
    SignColumns actual = new SignColumns(rows, columns);

    plain.packColumns(bits, rows, 0, 0, columns, expected);
    vector.packColumns(bits, rows, 0, 0, Math.min(64, columns), actual);
    if (columns > 64) {
      vector.packColumns(bits, rows, 0, 64, columns, actual);
    }

    assertThat(actual.words).isEqualTo(expected.words);
  }

  @Property(tries = 15)
  void wholeSteps(
      @ForAll("extents") int batch,
      @ForAll("extents") int inputs,
      @ForAll("extents") int units,
      @ForAll boolean normed,
      @ForAll boolean biased,
      @ForAll boolean bytes,
      @ForAll long seed) {
    TestNetworks.Form form =
        new TestNetworks.Form(normed, biased, biased, bytes, new Layer.Sign(), 0);
    Network network =
        TestNetworks.dense(Shape.of(inputs), TrainingRecipe.defaults(), form, units, units, 10);
    RandomStream random = RandomStream.of(seed);
    long[][] images = signs(random, bytes ? 8 * batch : batch, inputs);
    byte[] labels = new byte[batch];
    for (int image = 0; image < batch; image++) {
      labels[image] = (byte) random.nextInt(10);
    }
    int[] order = random.permutation(batch);
    TrainingState[] states = new TrainingState[2];
    List<Kernels> both = List.of(plain, vector);
    for (int index = 0; index < 2; index++) {
      states[index] =
          TrainingState.fresh(
              Plan.of(network), batch, network.training().toBuilder().seed(seed).build());
      try (Workers workers = new Workers(1 + 2 * index)) {
        TrainingStep step =
            new TrainingStep(
                states[index].stages, batch, network.training(), workers, both.get(index));
        for (int number = 1; number <= 3; number++) {
          // A smaller batch last, as at the end of an epoch.
          int to = number == 3 ? (batch + 1) / 2 : batch;
          step.run(
              new TrainingStep.Batch(images, labels, order, 0, to, number - 1),
              Adam.at(SETTINGS, 0.01, number));
        }
      }
    }

    sameParameters(states[0].parameters(), states[1].parameters());
  }

  private static void sameParameters(
      Map<String, FloatTensor> expected, Map<String, FloatTensor> actual) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) ->
            sameBits(
                tensor.values(),
                actual.getOrDefault(name, tensor).values(),
                tensor.values().length));
  }

  private static void sameBits(float[] expected, float[] actual, int count) {
    for (int index = 0; index < count; index++) {
      assertThat(Float.floatToRawIntBits(actual[index]))
          .isEqualTo(Float.floatToRawIntBits(expected[index]));
    }
  }

  private static float[][] floats(RandomStream random, int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int index = 0; index < columns; index++) {
        double scale = random.nextInt(4) == 0 ? 1e-20 : 1;
        row[index] = random.nextInt(8) == 0 ? 0 : (float) (scale * random.between(-1, 1));
      }
    }
    return values;
  }

  private static long[][] signs(RandomStream random, int rows, int columns) {
    long[][] bits = new long[rows][SignBits.words(columns)];
    for (long[] row : bits) {
      Arrays.setAll(row, index -> random.nextLong());
      if (columns % Long.SIZE != 0) {
        row[row.length - 1] &= (1L << columns) - 1;
      }
    }
    return bits;
  }
}
