package dev.signet.lower;

import dev.signet.network.BatchNormParameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The last layer in integers: {@code score_k = scale_k · popcount_k + offset_k}, chosen so that of
 * any two classes the one that wins in float32 wins in integers, for every pair of reachable
 * counts; a tie goes to the lower class.
 *
 * <p>Scores are the float32 values times a power of two, rounded; the least power that keeps every
 * decision is taken. Float32 itself rounds, so a decision between two nearly equal values may
 * contradict exact arithmetic. Such pairs become linear inequalities on the coefficients, and the
 * coefficients are moved by the relaxation method (Agmon 1954; Motzkin and Schoenberg 1954) until
 * all of them hold.
 *
 * @param scale one for each class
 * @param offset one for each class
 */
public record IntegerScores(List<Long> scale, List<Long> offset) {
  private static final int MAX_SHIFT = 44;

  /** How often the pairs that are near are looked for anew. */
  private static final int MAX_ROUNDS = 100;

  /** Pairs within so many margins are near. */
  private static final int NEARNESS = 16;

  private static final int MAX_SWEEPS = 4000;

  /** Bounds the time where many classes leave no room. */
  private static final long MAX_STEPS = 200_000_000;

  private static final double LARGEST_SCORE = 0x1p52;

  public IntegerScores {
    scale = List.copyOf(scale);
    offset = List.copyOf(offset);
  }

  /** The sums themselves, for a last layer without batch norm: {@code 2·popcount − inputs}. */
  static IntegerScores ofSums(int classes, int inputs) {
    return new IntegerScores(
        Collections.nCopies(classes, 2L), Collections.nCopies(classes, (long) -inputs));
  }

  /**
   * Searches and proves scores for a batch norm after the last dense layer.
   *
   * @param inputs the dense layer's number of inputs, n; counts are 0 to n
   * @throws LoweringException when no integers were found that keep every decision
   */
  public static IntegerScores search(BatchNormParameters norm, int inputs) {
    ScoreDecisions decisions = ScoreDecisions.of(norm, inputs);
    double[] slope = new double[norm.channels()];
    double[] intercept = new double[norm.channels()];
    for (int k = 0; k < slope.length; k++) {
      if (decisions.constant(k)) {
        // A slope that float32 rounds away altogether decides nothing.
        intercept[k] = decisions.valueAt(k, 0);
        continue;
      }
      double factor = (double) norm.inverseDeviation()[k] * norm.gamma()[k];
      slope[k] = 2 * factor;
      intercept[k] = norm.beta()[k] - factor * ((double) inputs + norm.mean()[k]);
    }
    Optional<IntegerScores> direct = round(decisions, slope, intercept, inputs);
    if (direct.isPresent()) {
      return direct.get();
    }
    double largest = 0;
    for (int k = 0; k < slope.length; k++) {
      largest =
          Math.max(
              largest,
              Math.max(Math.abs(intercept[k]), Math.abs(slope[k] * inputs + intercept[k])));
    }
    for (int exponent = -27; exponent >= -42; exponent -= 3) {
      double[] movedSlope = slope.clone();
      double[] movedIntercept = intercept.clone();
      if (relax(decisions, movedSlope, movedIntercept, inputs, Math.scalb(largest, exponent))) {
        Optional<IntegerScores> moved = round(decisions, movedSlope, movedIntercept, inputs);
        if (moved.isPresent()) {
          return moved.get();
        }
      }
    }
    String example =
        decisions.conflicts(slope, intercept).stream()
            .findFirst()
            .map(
                conflict ->
                    "; for one, class %d with a popcount of %d against class %d with %d"
                        .formatted(
                            conflict.lower(),
                            conflict.lowerCount(),
                            conflict.higher(),
                            conflict.higherCount()))
            .orElse("");
    throw new LoweringException(
        "no integer scores keep every float32 decision of the last batch norm"
            + example
            + ". Its scales and shifts differ too much for float32 to tell the classes apart, or there"
            + " are too many classes for their number of inputs");
  }

  private static Optional<IntegerScores> round(
      ScoreDecisions decisions, double[] slope, double[] intercept, int inputs) {
    for (int shift = 0; shift <= MAX_SHIFT; shift++) {
      long[] scale = new long[slope.length];
      long[] offset = new long[slope.length];
      for (int k = 0; k < slope.length; k++) {
        double scaled = Math.scalb(slope[k], shift);
        double moved = Math.scalb(intercept[k], shift);
        if (Math.abs(moved) + Math.abs(scaled) * inputs > LARGEST_SCORE) {
          return Optional.empty();
        }
        scale[k] = Math.round(scaled);
        offset[k] = Math.round(moved);
      }
      if (decisions.keptBy(scale, offset)) {
        return Optional.of(new IntegerScores(boxed(scale), boxed(offset)));
      }
    }
    return Optional.empty();
  }

  /**
   * Moves the coefficients until every decision holds with the margin; false when it does not come
   * to an end.
   */
  private static boolean relax(
      ScoreDecisions decisions, double[] slope, double[] intercept, int inputs, double margin) {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      // Coefficients move by little, so pairs that are not near now hardly come near in this round.
      List<ScoreDecisions.Conflict> near =
          decisions.conflictsWithin(slope, intercept, NEARNESS * margin);
      if (near.stream().allMatch(pair -> pair.keptBy(slope, intercept, margin))) {
        return true;
      }
      long sweeps = Math.min(MAX_SWEEPS, MAX_STEPS / near.size());
      while (move(near, slope, intercept, inputs, margin)) {
        if (--sweeps <= 0) {
          return false;
        }
      }
    }
    return false;
  }

  /** One sweep over the pairs; whether anything had to be moved. */
  private static boolean move(
      List<ScoreDecisions.Conflict> pairs,
      double[] slope,
      double[] intercept,
      int inputs,
      double margin) {
    boolean moved = false;
    for (ScoreDecisions.Conflict pair : pairs) {
      if (pair.keptBy(slope, intercept, margin)) {
        continue;
      }
      double wanted = pair.lowerWins() ? 2 * margin : -2 * margin;
      // Slopes are measured in units of 1/inputs, so that both kinds of coefficient weigh alike.
      double x = (double) pair.lowerCount() / inputs;
      double y = (double) pair.higherCount() / inputs;
      double step = (wanted - pair.difference(slope, intercept)) / (x * x + y * y + 2);
      slope[pair.lower()] += step * x / inputs;
      slope[pair.higher()] -= step * y / inputs;
      intercept[pair.lower()] += step;
      intercept[pair.higher()] -= step;
      moved = true;
    }
    return moved;
  }

  private static List<Long> boxed(long[] values) {
    List<Long> list = new ArrayList<>();
    for (long value : values) {
      list.add(value);
    }
    return list;
  }
}
