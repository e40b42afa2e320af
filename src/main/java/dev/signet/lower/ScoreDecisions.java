package dev.signet.lower;

import dev.signet.network.BatchNormParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

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
    /** The lower class's exact value less the higher's. */
    double difference(double[] slope, double[] intercept) {
      return slope[lower] * lowerCount
          + intercept[lower]
          - slope[higher] * higherCount
          - intercept[higher];
    }
  }

  /** Whether integer scores decide every pair as float32 does. Enumerates all of them. */
  boolean keptBy(long[] scale, long[] offset) {
    int classes = functions.length;
    for (int lower = 0; lower < classes; lower++) {
      for (int higher = lower + 1; higher < classes; higher++) {
        int losingFloat = 0;
        int losingInteger = 0;
        for (int i = 0; i <= inputs; i++) {
          float value = value(lower, i);
          while (losingFloat <= inputs && value(higher, losingFloat) <= value) {
            losingFloat++;
          }
          long score = scale[lower] * count(lower, i) + offset[lower];
          while (losingInteger <= inputs
              && scale[higher] * count(higher, losingInteger) + offset[higher] <= score) {
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
    IntToDoubleFunction exactHigher = j -> slope[higher] * count(higher, j) + intercept[higher];
    int losing = 0;
    int below = 0;
    for (int i = 0; i <= inputs; i++) {
      while (losing <= inputs && value(higher, losing) <= value(lower, i)) {
        losing++;
      }
      double exact = slope[lower] * count(lower, i) + intercept[lower];
      while (below <= inputs && exactHigher.applyAsDouble(below) < exact - margin) {
        below++;
      }
      // Positions from `below` up to where the exact value exceeds the margin are too near to call,
      // or called wrongly.
      int from = Math.min(below, losing);
      for (int j = from; j <= inputs; j++) {
        boolean lowerWins = j < losing;
        double difference = exact - exactHigher.applyAsDouble(j);
        if (lowerWins
            ? difference < margin || difference < 0
            : difference > -margin || difference >= 0) {
          found.add(new Conflict(lower, count(lower, i), higher, count(higher, j), lowerWins));
        } else if (!lowerWins) {
          break;
        }
      }
    }
  }

  /** A class's value at a position of its rising order. */
  private float value(int k, int position) {
    return functions[k].values()[count(k, position)];
  }

  /** The count at a position of a class's rising order. */
  private int count(int k, int position) {
    return functions[k].falls() ? inputs - position : position;
  }
}
