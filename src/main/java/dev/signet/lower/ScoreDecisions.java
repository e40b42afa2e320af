package dev.signet.lower;

import dev.signet.network.BatchNormParameters;
import java.util.ArrayList;
import java.util.List;

/**
 * Who wins, of any two classes at any two counts, in float32: the lower class where its value is at
 * least the other's.
 *
 * <p>Values of one class are monotone in its count. So for a fixed count of the lower class, the
 * counts at which it wins are those up to a point in the other's rising order, and a whole pair of
 * classes is compared in linear time by walking both in rising order: {@code boundary[i]} counts
 * the losing positions of the higher class.
 */
final class ScoreDecisions {
  private final int inputs;
  private final CountFunction[] functions;

  private ScoreDecisions(int inputs, CountFunction[] functions) {
    this.inputs = inputs;
    this.functions = functions;
  }

  static ScoreDecisions of(BatchNormParameters norm, int inputs) {
    CountFunction[] functions = new CountFunction[norm.channels()];
    for (int k = 0; k < functions.length; k++) {
      functions[k] = CountFunction.ofBatchNorm(norm, k, inputs);
    }
    return new ScoreDecisions(inputs, functions);
  }

  /**
   * Two classes at two counts.
   *
   * @param lowerWins the float32 decision
   */
  record Conflict(int lower, int lowerCount, int higher, int higherCount, boolean lowerWins) {
    /** Whether the coefficients decide as float32 does, and by at least the margin. */
    boolean keptBy(double[] slope, double[] intercept, double margin) {
      double difference = difference(slope, intercept);
      return lowerWins
          ? difference >= margin && difference >= 0
          : difference <= -margin && difference < 0;
    }

    /** The lower class's exact value less the higher's. */
    double difference(double[] slope, double[] intercept) {
      return slope[lower] * lowerCount
          + intercept[lower]
          - slope[higher] * higherCount
          - intercept[higher];
    }
  }

  /** Whether no count changes a class's value. */
  boolean constant(int k) {
    return functions[k].values()[0] == functions[k].values()[inputs];
  }

  /** A class's value at a count. */
  float valueAt(int k, int count) {
    return functions[k].values()[count];
  }

  /**
   * Whether integer scores decide every pair as float32 does. Enumerates all of them. Scores that
   * fall where the float32 values rise are not looked at any further: the answer is no.
   */
  boolean keptBy(long[] scale, long[] offset) {
    int classes = functions.length;
    boolean[] falls = new boolean[classes];
    for (int k = 0; k < classes; k++) {
      // Both walks below need an order in which values and scores rise together. Where float32
      // has rounded a slope away any order will do for the values, and the scores choose it.
      falls[k] = scale[k] == 0 ? functions[k].falls() : scale[k] < 0;
      if (falls[k] != functions[k].falls() && !constant(k)) {
        return false;
      }
    }
    for (int lower = 0; lower < classes; lower++) {
      for (int higher = lower + 1; higher < classes; higher++) {
        int losingFloat = 0;
        int losingInteger = 0;
        for (int i = 0; i <= inputs; i++) {
          int lowerCount = count(falls[lower], i);
          float value = valueAt(lower, lowerCount);
          while (losingFloat <= inputs
              && valueAt(higher, count(falls[higher], losingFloat)) <= value) {
            losingFloat++;
          }
          long score = scale[lower] * lowerCount + offset[lower];
          while (losingInteger <= inputs
              && scale[higher] * count(falls[higher], losingInteger) + offset[higher] <= score) {
            losingInteger++;
          }
          if (losingFloat != losingInteger) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Pairs that exact arithmetic on these coefficients decides otherwise. */
  List<Conflict> conflicts(double[] slope, double[] intercept) {
    return conflictsWithin(slope, intercept, 0);
  }

  /**
   * Pairs that exact arithmetic decides otherwise, or as float32 does but by less than the margin.
   */
  List<Conflict> conflictsWithin(double[] slope, double[] intercept, double margin) {
    List<Conflict> found = new ArrayList<>();
    for (int lower = 0; lower < functions.length; lower++) {
      for (int higher = lower + 1; higher < functions.length; higher++) {
        collect(lower, higher, slope, intercept, margin, found);
      }
    }
    return found;
  }

  private void collect(
      int lower,
      int higher,
      double[] slope,
      double[] intercept,
      double margin,
      List<Conflict> found) {
    boolean lowerFalls = functions[lower].falls();
    boolean higherFalls = functions[higher].falls();
    // Coefficients on the move may for a while rise where float32 falls, or where it is constant:
    // then there is no order to make use of.
    boolean ordered = ordered(slope[lower], lowerFalls) && ordered(slope[higher], higherFalls);
    int losing = 0;
    int below = 0;
    for (int i = 0; i <= inputs; i++) {
      int lowerCount = count(lowerFalls, i);
      float value = valueAt(lower, lowerCount);
      while (losing <= inputs && valueAt(higher, count(higherFalls, losing)) <= value) {
        losing++;
      }
      double exact = slope[lower] * lowerCount + intercept[lower];
      while (ordered
          && below <= inputs
          && slope[higher] * count(higherFalls, below) + intercept[higher] < exact - margin) {
        below++;
      }
      // Positions from `below` up to where the exact value exceeds the margin are too near to call,
      // or called wrongly.
      for (int j = Math.min(below, losing); j <= inputs; j++) {
        boolean lowerWins = j < losing;
        Conflict pair = new Conflict(lower, lowerCount, higher, count(higherFalls, j), lowerWins);
        if (!pair.keptBy(slope, intercept, margin)) {
          found.add(pair);
        } else if (ordered && !lowerWins) {
          break;
        }
      }
    }
  }

  private static boolean ordered(double slope, boolean falls) {
    return falls ? slope <= 0 : slope >= 0;
  }

  /** The count at a position of an order in which a class's values rise. */
  private int count(boolean falls, int position) {
    return falls ? inputs - position : position;
  }
}
