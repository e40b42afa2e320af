package dev.signet.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Lines between points: those that are there are found, and all that a few points forbid. */
class BoundaryLineProperties {

  @Property(tries = 300)
  void theBoundaryOfALineHasALine(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 2_000) int span) {
    Random random = new Random(seed);
    double slope = Math.pow(2, random.nextGaussian() * 2);
    double start = (random.nextDouble() * 3 - 1) * span;
    int[] losing =
        IntStream.rangeClosed(0, span)
            .map(i -> (int) Math.clamp(Math.floor(start + slope * i) + 1, 0, span + 1.0))
            .toArray();

    assertThat(exists(losing)).isTrue();
  }

  @Property(tries = 3000)
  void aBoundaryHasALineWhereNoThreeOfItsPointsForbidIt(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int span) {
    Random random = new Random(seed);
    int[] losing = random.ints(span + 1, 0, span + 2).sorted().toArray();
    if (random.nextBoolean()) {
      // Nearly a line.
      for (int i = 0; i <= span; i++) {
        losing[i] = Math.clamp(i + random.nextInt(2), i == 0 ? 0 : losing[i - 1], span + 1);
      }
    }

    assertThat(exists(losing)).isEqualTo(noThreePointsForbidIt(losing, span));
  }

  private static boolean exists(int[] losing) {
    BoundaryLine line = new BoundaryLine(losing.length - 1);
    for (int i = 0; i < losing.length; i++) {
      line.add(i, losing[i]);
    }
    return line.exists();
  }

  /** A line at or above two points is at or above all between them, and so on. */
  private static boolean noThreePointsForbidIt(int[] losing, int span) {
    for (int i = 0; i <= span; i++) {
      for (int j = i + 1; j <= span; j++) {
        for (int k = i; k <= j; k++) {
          boolean atLeast = losing[i] > 0 && losing[j] > 0 && losing[k] <= span;
          boolean below = losing[i] <= span && losing[j] <= span && losing[k] > 0;
          int chord = (j - k) * losing[i] + (k - i) * losing[j];
          if ((atLeast && chord - (j - i) >= (j - i) * losing[k])
              || (below && chord <= (j - i) * (losing[k] - 1))) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
