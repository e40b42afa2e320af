package dev.signet.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.network.BatchNormParameters;
import dev.signet.network.SumFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Integer scores of a last layer that has a bias, takes bytes, or both, against float32 arithmetic
 * written out here, over every pair of classes and every pair of counts.
 */
class ByteScoresProperties {

  /** A class of a last layer; a batch norm where {@code gamma} is not NaN. */
  private record Neuron(
      int inputs, int negatives, boolean bytes, float bias, float gamma, float beta, float mean) {

    int span() {
      return bytes ? 255 * inputs : inputs;
    }

    SumRange sums() {
      return bytes ? new SumRange(-255 * negatives, 1, span()) : new SumRange(-inputs, 2, span());
    }

    boolean hasNorm() {
      return !Float.isNaN(gamma);
    }

    float value(int count) {
      int sum = bytes ? count - 255 * negatives : 2 * count - inputs;
      float shifted = (float) sum + bias;
      return hasNorm() ? (shifted - mean) * 0.125f * gamma + beta : shifted;
    }
  }

  @Property(tries = 60)
  void everyDecisionOfEveryPairIsKeptOrRefused(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int inputs,
      @ForAll boolean bytes,
      @ForAll boolean norm) {
    List<Neuron> neurons = random(new Random(seed), inputs, bytes, norm);
    IntegerScores scores;
    try {
      scores = search(neurons);
    } catch (LoweringException e) {
      assertThat(bytes).as("few sums can always be told apart").isTrue();
      assertThat(e).hasMessageContaining("no integer scores keep every float32 decision");
      return;
    }
    assertKept(neurons, scores);
  }

  @Property(tries = 60)
  void aBiasWithoutBatchNormKeepsItsTies(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 90) int inputs) {
    // Halves, whole numbers and twins: sums and biases often meet exactly.
    Random random = new Random(seed);
    List<Neuron> neurons =
        IntStream.range(0, 4)
            .mapToObj(
                _ -> new Neuron(inputs, 0, false, random.nextInt(-6, 7) / 2f, Float.NaN, 0, 0))
            .toList();
    assertKept(neurons, search(neurons));
  }

  @Example
  void aBiasThatFloat32RoundsAwayBesideLargeSumsIsKeptOrRefused() {
    // Beside sums of 128 and more 2^-17 is lost, so that ties change with the sum.
    List<Neuron> neurons =
        List.of(
            new Neuron(200, 0, false, 0, Float.NaN, 0, 0),
            new Neuron(200, 0, false, 0x1p-17f, Float.NaN, 0, 0));
    assertThatThrownBy(() -> search(neurons))
        .isInstanceOf(LoweringException.class)
        .hasMessageContaining("classes 0 and 1");
  }

  @Example
  void sumsOfBytesAreTheirOwnScores() {
    List<Neuron> neurons =
        IntStream.of(0, 784, 300)
            .mapToObj(negatives -> new Neuron(784, negatives, true, 0, Float.NaN, 0, 0))
            .toList();
    assertThat(search(neurons))
        .isEqualTo(new IntegerScores(List.of(1L, 1L, 1L), List.of(0L, -199_920L, -76_500L)));
  }

  @Example
  void sumsThatFloat32RoundsAreNotTakenForTheirOwnScores() {
    // 255 · 65,800 is beyond 2^24: odd sums tie with even ones.
    List<Neuron> neurons =
        IntStream.of(0, 1)
            .mapToObj(negatives -> new Neuron(65_800, negatives, true, 0, Float.NaN, 0, 0))
            .toList();
    assertThatThrownBy(() -> search(neurons)).isInstanceOf(LoweringException.class);
  }

  @Example
  void aBatchNormOnTheSumsOfManyBytesIsRefusedWithAWayOut() {
    Random random = new Random(5);
    List<Neuron> neurons =
        IntStream.range(0, 10)
            .mapToObj(
                _ ->
                    new Neuron(
                        784,
                        random.nextInt(300, 480),
                        true,
                        0,
                        (float) (0.002 + 0.001 * random.nextDouble()),
                        (float) random.nextGaussian(),
                        (float) (5000 * random.nextGaussian())))
            .toList();
    assertThatThrownBy(() -> search(neurons))
        .isInstanceOf(LoweringException.class)
        .hasMessageContaining("give it a bias instead of a batchnorm there");
  }

  @Example
  void moreClassesThanCanBeProvenAreRefused() {
    Neuron neuron = new Neuron(784, 0, true, 0.5f, Float.NaN, 0, 0);
    List<Neuron> neurons = IntStream.range(0, 1000).mapToObj(_ -> neuron).toList();
    assertThatThrownBy(() -> search(neurons))
        .isInstanceOf(LoweringException.class)
        .hasMessageContaining("1000 classes with sums of 199921 values each");
  }

  private static List<Neuron> random(Random random, int inputs, boolean bytes, boolean norm) {
    double size = bytes ? 128 * Math.sqrt(inputs) : Math.sqrt(inputs);
    List<Neuron> neurons = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      double scale = random.nextGaussian(1, 0.5) / size;
      neurons.add(
          new Neuron(
              inputs,
              random.nextInt(inputs + 1),
              bytes,
              random.nextInt(3) == 0 ? 0 : (float) (random.nextGaussian() * 0.2 * size),
              norm ? (random.nextInt(8) == 0 ? 0 : (float) scale) : Float.NaN,
              (float) (0.3 * random.nextGaussian()),
              (float) (size * random.nextGaussian())));
    }
    return neurons;
  }

  private static IntegerScores search(List<Neuron> neurons) {
    Neuron first = neurons.getFirst();
    int classes = neurons.size();
    float[] deviation = new float[classes];
    Arrays.fill(deviation, 0.125f);
    Optional<BatchNormParameters> norm =
        first.hasNorm()
            ? Optional.of(
                new BatchNormParameters(
                    floats(neurons, Neuron::gamma),
                    floats(neurons, Neuron::beta),
                    floats(neurons, Neuron::mean),
                    deviation))
            : Optional.empty();
    SumFunction function = new SumFunction(floats(neurons, Neuron::bias), norm);
    return IntegerScores.search(
        IntStream.range(0, classes)
            .mapToObj(k -> new CountFunction(function, k, neurons.get(k).sums()))
            .toList());
  }

  private interface Parameter {
    float of(Neuron neuron);
  }

  private static float[] floats(List<Neuron> neurons, Parameter parameter) {
    float[] values = new float[neurons.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = parameter.of(neurons.get(k));
    }
    return values;
  }

  private static void assertKept(List<Neuron> neurons, IntegerScores scores) {
    for (int j = 0; j < neurons.size(); j++) {
      for (int k = j + 1; k < neurons.size(); k++) {
        for (int p = 0; p <= neurons.get(j).span(); p++) {
          float value = neurons.get(j).value(p);
          long score = scores.scale().get(j) * p + scores.offset().get(j);
          for (int q = 0; q <= neurons.get(k).span(); q++) {
            boolean lowerWins = value >= neurons.get(k).value(q);
            if (score >= scores.scale().get(k) * q + scores.offset().get(k) != lowerWins) {
              throw new AssertionError("classes " + j + ", " + k + " at " + p + ", " + q);
            }
          }
        }
      }
    }
  }
}
