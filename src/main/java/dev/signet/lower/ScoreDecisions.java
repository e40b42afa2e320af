package dev.signet.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  private final int span;
  private final List<CountFunction> functions;

  /**
   * @param functions one for each class, all of one span
   */
  ScoreDecisions(List<CountFunction> functions) {
    this.span = functions.getFirst().span();
    this.functions = List.copyOf(functions);
  }

  /** How many values are looked at to compare all pairs once. */
  double steps() {
    double classes = functions.size();
    return classes * (classes - 1) * (span + 1.0);
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

  /** Two classes that no affine scores tell apart as float32 does. */
  record Contradiction(int lower, int higher) {}

  /**
   * Whether integer scores decide every pair as float32 does. Enumerates all of them. Scores that
   * fall where the float32 values rise are not looked at any further: the answer is no.
   */
  boolean keptBy(long[] scale, long[] offset) {
    int classes = functions.size();
    boolean[] falls = new boolean[classes];
    for (int k = 0; k < classes; k++) {
      // Both walks below need an order in which values and scores rise together. Where float32
      // has rounded a slope away any order will do for the values, and the scores choose it.
      falls[k] = scale[k] == 0 ? functions.get(k).falls() : scale[k] < 0;
      if (falls[k] != functions.get(k).falls() && !functions.get(k).constant()) {
        return false;
      }
    }
    for (int lower = 0; lower < classes; lower++) {
      for (int higher = lower + 1; higher < classes; higher++) {
        CountFunction lowerValues = functions.get(lower);
        CountFunction higherValues = functions.get(higher);
        int losingFloat = 0;
        int losingInteger = 0;
        for (int i = 0; i <= span; i++) {
          int lowerCount = count(falls[lower], i);
          float value = lowerValues.at(lowerCount);
          while (losingFloat <= span
              && higherValues.at(count(falls[higher], losingFloat)) <= value) {
            losingFloat++;
          }
          long score = scale[lower] * lowerCount + offset[lower];
          while (losingInteger <= span
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

  /**
   * Pairs that exact arithmetic on these coefficients decides otherwise, or as float32 does but by
   * less than the margin; not all of them where the budget or the room ends before.
   */
  List<Conflict> conflictsWithin(
      double[] slope, double[] intercept, double margin, SearchBudget budget, int room) {
    List<Conflict> found = new ArrayList<>();
    for (int lower = 0; lower < functions.size(); lower++) {
      for (int higher = lower + 1; higher < functions.size(); higher++) {
        collect(lower, higher, slope, intercept, margin, budget, room, found);
      }
    }
    return found;
  }

  /** Two classes whose decisions no affine scores can make, if there are such. */
  Optional<Contradiction> contradiction() {
    for (int lower = 0; lower < functions.size(); lower++) {
      for (int higher = lower + 1; higher < functions.size(); higher++) {
        if (!boundary(lower, higher).exists()) {
          return Optional.of(new Contradiction(lower, higher));
        }
      }
    }
    return Optional.empty();
  }

  private BoundaryLine boundary(int lower, int higher) {
    CountFunction lowerValues = functions.get(lower);
    CountFunction higherValues = functions.get(higher);
    boolean lowerFalls = lowerValues.falls();
    boolean higherFalls = higherValues.falls();
    BoundaryLine line = new BoundaryLine(span);
    int losing = 0;
    for (int i = 0; i <= span; i++) {
      float value = lowerValues.at(count(lowerFalls, i));
      while (losing <= span && higherValues.at(count(higherFalls, losing)) <= value) {
        losing++;
      }
      line.add(i, losing);
    }
    return line;
  }

  private void collect(
      int lower,
      int higher,
      double[] slope,
      double[] intercept,
      double margin,
      SearchBudget budget,
      int room,
      List<Conflict> found) {
    CountFunction lowerValues = functions.get(lower);
    CountFunction higherValues = functions.get(higher);
    boolean lowerFalls = lowerValues.falls();
    boolean higherFalls = higherValues.falls();
    // Coefficients on the move may for a while rise where float32 falls, or where it is constant:
    // then there is no order to make use of.
    boolean ordered = ordered(slope[lower], lowerFalls) && ordered(slope[higher], higherFalls);
    int losing = 0;
    int below = 0;
    for (int i = 0; i <= span && found.size() < room && budget.spend(1); i++) {
      int lowerCount = count(lowerFalls, i);
      float value = lowerValues.at(lowerCount);
      while (losing <= span && higherValues.at(count(higherFalls, losing)) <= value) {
        losing++;
      }
      double exact = slope[lower] * lowerCount + intercept[lower];
      while (ordered
          && below <= span
          && slope[higher] * count(higherFalls, below) + intercept[higher] < exact - margin) {
        below++;
      }
      // Positions from `below` up to where the exact value exceeds the margin are too near to call,
      // or called wrongly.
      for (int j = Math.min(below, losing);
          j <= span && found.size() < room && budget.spend(1);
          j++) {
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
    return falls ? span - position : position;
  }
}
