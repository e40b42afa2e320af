package dev.signet.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.network.BatchNormParameters;
import dev.signet.network.SumFunction;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Integer scores against float32, over every pair of classes and every pair of counts, by plain
 * loops.
 */
class IntegerScoresProperties {

  @Property(tries = 150)
  void everyDecisionOfEveryPairIsKept(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 70) int inputs,
      @ForAll @IntRange(min = 1, max = 6) int classes) {
    BatchNormParameters norm = random(new Random(seed), classes, inputs);
    assertKept(norm, inputs, search(norm, inputs));
  }

  @Property(tries = 3)
  void scoresOfTheLargestExampleAreFound(@ForAll long seed) {
    Random random = new Random(seed);
    BatchNormParameters norm = random(random, 10, 1024);
    assertKept(norm, 1024, search(norm, 1024));
  }

  @Property(tries = 60)
  void decisionsThatOnlyFloat32RoundingMakesAreKept(
      @ForAll long seed, @ForAll @IntRange(min = 20, max = 60) int inputs) {
    // A large shift leaves few bits for the differences: many values tie in float32 that do not tie
    // in exact arithmetic.
    Random random = new Random(seed);
    BatchNormParameters norm = random(random, 3, inputs);
    for (int k = 0; k < 3; k++) {
      norm.beta()[k] += 512;
    }
    try {
      assertKept(norm, inputs, search(norm, inputs));
    } catch (LoweringException e) {
      assertThat(e).hasMessageContaining("no integer scores keep every float32 decision");
    }
  }

  @Example
  void equalClassesTieAndTheLowerWins() {
    BatchNormParameters norm =
        BatchNormParameters.of(
            new float[] {1, 1}, new float[] {0, 0}, new float[] {0, 0}, new float[] {1, 1}, 1e-5f);
    IntegerScores scores = search(norm, 8);
    assertKept(norm, 8, scores);
    assertThat(scores.scale().get(0)).isEqualTo(scores.scale().get(1));
  }

  @Example
  void classesOfNegativeAndZeroScaleAreKept() {
    BatchNormParameters norm =
        BatchNormParameters.of(
            new float[] {1, -1, 0},
            new float[] {0, 0.25f, 0.75f},
            new float[] {0, 0, 0},
            new float[] {3, 5, 1},
            1e-5f);
    assertKept(norm, 33, search(norm, 33));
  }

  @Example
  void aSlopeThatFloat32RoundsAwayDecidesNothing() {
    // Class 0 falls by a tenth a step in exact arithmetic, and is constant in float32 (2^24 has a
    // spacing of 2 above it and of 1 below); classes 2 and 3 ask for a fine scale.
    float large = 0x1p24f;
    BatchNormParameters norm =
        new BatchNormParameters(
            new float[] {-0.1f, 2, 0.01f, 0.01f},
            new float[] {large, large, 0, 0.005f},
            new float[4],
            new float[] {1, 1, 1, 1});
    assertKept(norm, 4, search(norm, 4));
  }

  @Property(tries = 1000)
  void scoresThatAreGivenDoKeepEveryDecisionWhateverTheMagnitudes(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int inputs) {
    Random random = new Random(seed);
    int classes = 2 + random.nextInt(5);
    float[] gamma = new float[classes];
    float[] beta = new float[classes];
    float[] mean = new float[classes];
    float[] inverseDeviation = new float[classes];
    for (int k = 0; k < classes; k++) {
      double magnitude = Math.pow(10, random.nextInt(4) - 3);
      gamma[k] = random.nextInt(8) == 0 ? 0 : (float) (random.nextGaussian() * magnitude);
      beta[k] = random.nextInt(3) * 1e6f + random.nextInt(5) * 0.25f;
      mean[k] = (float) random.nextGaussian();
      inverseDeviation[k] = 1;
    }
    BatchNormParameters norm = new BatchNormParameters(gamma, beta, mean, inverseDeviation);
    IntegerScores scores;
    try {
      scores = search(norm, inputs);
    } catch (LoweringException e) {
      return;
    }
    assertKept(norm, inputs, scores);
  }

  @Property(tries = 2)
  void scoresOfAHundredClassesAreFound(@ForAll long seed) {
    BatchNormParameters norm = random(new Random(seed), 100, 64);
    assertKept(norm, 64, search(norm, 64));
  }

  @Example
  void contradictionsAreRefusedByName() {
    // Class 0 swallows its own steps in float32 (1e9 has a spacing of 64), so it never moves, but
    // it must both win
    // and lose against a class whose values lie between its exact ones.
    BatchNormParameters norm =
        BatchNormParameters.of(
            new float[] {4, 4},
            new float[] {1e9f, 1e9f},
            new float[] {0.3f, 1.7f},
            new float[] {1, 1.3f},
            1e-5f);
    assertThatThrownBy(() -> search(norm, 40))
        .isInstanceOf(LoweringException.class)
        .hasMessageContaining("classes 0 and 1");
  }

  /** A layer on bits, without a bias. */
  private static IntegerScores search(BatchNormParameters norm, int inputs) {
    SumFunction function = new SumFunction(new float[norm.gamma().length], Optional.of(norm));
    SumRange sums = new SumRange(-inputs, 2, inputs);
    return IntegerScores.search(
        IntStream.range(0, norm.gamma().length)
            .mapToObj(k -> new CountFunction(function, k, sums))
            .toList());
  }

  private static BatchNormParameters random(Random random, int classes, int inputs) {
    float[] gamma = new float[classes];
    float[] beta = new float[classes];
    float[] mean = new float[classes];
    float[] variance = new float[classes];
    for (int k = 0; k < classes; k++) {
      gamma[k] = (float) random.nextGaussian(1.5, 0.7);
      beta[k] = (float) random.nextGaussian(0, 1);
      mean[k] = (float) random.nextGaussian(0, Math.sqrt(inputs));
      variance[k] = (float) (inputs * (0.5 + random.nextDouble()));
    }
    return BatchNormParameters.of(gamma, beta, mean, variance, 1e-5f);
  }

  private static void assertKept(BatchNormParameters norm, int inputs, IntegerScores scores) {
    for (int j = 0; j < norm.gamma().length; j++) {
      for (int k = j + 1; k < norm.gamma().length; k++) {
        for (int p = 0; p <= inputs; p++) {
          for (int q = 0; q <= inputs; q++) {
            boolean lowerWins =
                norm.normalize(j, 2 * p - inputs) >= norm.normalize(k, 2 * q - inputs);
            long lower = scores.scale().get(j) * p + scores.offset().get(j);
            long higher = scores.scale().get(k) * q + scores.offset().get(k);
            if (lower >= higher != lowerWins) {
              throw new AssertionError(
                  "classes " + j + ", " + k + " at " + p + ", " + q + ": " + scores);
            }
          }
        }
      }
    }
  }
}
