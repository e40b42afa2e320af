package dev.signet.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last layer in integers: {@code score_k = scale_k · count_k + offset_k}, chosen so that of any
 * two classes the one that wins in float32 wins in integers, for every pair of reachable counts; a
 * tie goes to the lower class.
 *
 * <p>Scores are the float32 values times a power of two, rounded; the least power that keeps every
 * decision is taken. Float32 itself rounds, so a decision between two nearly equal values may
 * contradict exact arithmetic. Such pairs become linear inequalities on the coefficients, and the
 * coefficients are moved ({@link ScoreRelaxation}) until all of them hold.
 *
 * @param scale one for each class
 * @param offset one for each class
 */
record IntegerScores(List<Long> scale, List<Long> offset) {
  private static final int MAX_SHIFT = 44;

  private static final double LARGEST_SCORE = 0x1p52;

  /** Up to here float32 holds every integer. */
  private static final int LARGEST_EXACT = 1 << 24;

  /** Up to here float32 tells integers apart that are divided by the same number. */
  private static final int LARGEST_TOLD_APART = 1 << 22;

  /** Values that are looked at to prove the decisions of all pairs; takes some ten seconds. */
  private static final double MAX_PROOF_STEPS = 0x1p34;

  IntegerScores {
    scale = List.copyOf(scale);
    offset = List.copyOf(offset);
  }

  /**
   * Searches and proves scores.
   *
   * @param functions what float32 makes of each class's counts, all of one span
   * @throws LoweringException when no integers were found that keep every decision
   */
  static IntegerScores search(List<CountFunction> functions) {
    if (functions.stream().allMatch(IntegerScores::isSumItself)) {
      return new IntegerScores(
          functions.stream().map(function -> (long) function.sums().step()).toList(),
          functions.stream().map(function -> (long) function.sums().least()).toList());
    }
    ScoreDecisions decisions = new ScoreDecisions(functions);
    int span = functions.getFirst().span();
    if (decisions.steps() > MAX_PROOF_STEPS) {
      throw new LoweringException(
          "%d classes with sums of %d values each are too many to prove that integer scores decide as float32 does"
              .formatted(functions.size(), span + 1L));
    }
    decisions
        .contradiction()
        .ifPresent(
            pair -> {
              throw refused(
                  "there are none for classes %d and %d".formatted(pair.lower(), pair.higher()));
            });
    double[] slope = new double[functions.size()];
    double[] intercept = new double[functions.size()];
    for (int k = 0; k < slope.length; k++) {
      CountFunction function = functions.get(k);
      // A slope that float32 rounds away altogether decides nothing.
      slope[k] = function.constant() ? 0 : function.slope();
      intercept[k] = function.constant() ? function.at(0) : function.intercept();
    }
    return round(decisions, slope, intercept, span)
        .or(() -> relaxed(decisions, slope, intercept, span))
        .orElseThrow(() -> refused("none were found for all classes together"));
  }

  /** Whether values decide as the sums themselves do: nothing is added and nothing lost. */
  private static boolean isSumItself(CountFunction function) {
    SumRange sums = function.sums();
    int largest = function.function().terms() == 1 ? LARGEST_EXACT : LARGEST_TOLD_APART;
    return function.function().norm().isEmpty()
        && function.function().bias()[function.channel()] == 0
        && sums.least() >= -largest
        && sums.sumAt(sums.span()) <= largest;
  }

  private static Optional<IntegerScores> relaxed(
      ScoreDecisions decisions, double[] slope, double[] intercept, int span) {
    double largest = 0;
    for (int k = 0; k < slope.length; k++) {
      largest = Math.max(largest, Math.abs(intercept[k]));
      largest = Math.max(largest, Math.abs(slope[k] * span + intercept[k]));
    }
    ScoreRelaxation relaxation = new ScoreRelaxation(decisions, span);
    for (int exponent = -27; exponent >= -42; exponent -= 3) {
      double[] movedSlope = slope.clone();
      double[] movedIntercept = intercept.clone();
      if (relaxation.move(movedSlope, movedIntercept, Math.scalb(largest, exponent))) {
        Optional<IntegerScores> moved = round(decisions, movedSlope, movedIntercept, span);
        if (moved.isPresent()) {
          return moved;
        }
      }
    }
    return Optional.empty();
  }

  private static LoweringException refused(String what) {
    return new LoweringException(
        "no integer scores keep every float32 decision of the last layer: "
            + what
            + ". Its scales and shifts differ too much for float32 to tell the classes apart, or it has"
            + " too many classes or possible sums: on bytes it has 255 times as many as on bits, so give it"
            + " a bias instead of a batchnorm there, or put a hidden layer or binarize before it; an"
            + " average is divided, so give it neither bias nor batchnorm");
  }

  private static Optional<IntegerScores> round(
      ScoreDecisions decisions, double[] slope, double[] intercept, int span) {
    for (int shift = 0; shift <= MAX_SHIFT; shift++) {
      long[] scale = new long[slope.length];
      long[] offset = new long[slope.length];
      for (int k = 0; k < slope.length; k++) {
        double scaled = Math.scalb(slope[k], shift);
        double moved = Math.scalb(intercept[k], shift);
        if (Math.abs(moved) + Math.abs(scaled) * span > LARGEST_SCORE) {
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

  private static List<Long> boxed(long[] values) {
    List<Long> list = new ArrayList<>();
    for (long value : values) {
      list.add(value);
    }
    return list;
  }
}
