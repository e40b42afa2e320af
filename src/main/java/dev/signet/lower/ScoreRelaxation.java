package dev.signet.lower;

import java.util.List;

/**
 * Moves the coefficients of scores until they decide every pair as float32 does, by the relaxation
 * method (Agmon 1954; Motzkin and Schoenberg 1954): one violated inequality after the other is
 * mended by the least change, over and over.
 *
 * <p>Whether there is a solution at all is not known beforehand, so the steps of all moves together
 * are bounded.
 */
final class ScoreRelaxation {
  /** How often the pairs that are near are looked for anew. */
  private static final int MAX_ROUNDS = 100;

  /** Pairs within so many margins are near. */
  private static final int NEARNESS = 16;

  /** Bounds the memory; so many can hardly be told apart by so few coefficients. */
  private static final int MAX_NEAR = 1 << 21;

  private static final int MAX_SWEEPS = 4000;

  private static final long MAX_STEPS = 1L << 28;

  private final ScoreDecisions decisions;
  private final int span;
  private final SearchBudget budget = new SearchBudget(MAX_STEPS);

  /**
   * @param span the largest count
   */
  ScoreRelaxation(ScoreDecisions decisions, int span) {
    this.decisions = decisions;
    this.span = span;
  }

  /**
   * Moves the coefficients until every decision holds with the margin; false when it does not come
   * to an end.
   *
   * @param slope {@code [classes]}, changed
   * @param intercept {@code [classes]}, changed
   */
  boolean move(double[] slope, double[] intercept, double margin) {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      // Coefficients move by little, so pairs that are not near now hardly come near in this round.
      List<ScoreDecisions.Conflict> near =
          decisions.conflictsWithin(slope, intercept, NEARNESS * margin, budget, MAX_NEAR);
      if (!budget.lasts() || near.size() >= MAX_NEAR) {
        return false;
      }
      if (near.stream().allMatch(pair -> pair.keptBy(slope, intercept, margin))) {
        return true;
      }
      int sweeps = 0;
      while (sweep(near, slope, intercept, margin)) {
        if (++sweeps == MAX_SWEEPS || !budget.spend(near.size())) {
          return false;
        }
      }
    }
    return false;
  }

  /** One sweep over the pairs; whether anything had to be moved. */
  private boolean sweep(
      List<ScoreDecisions.Conflict> pairs, double[] slope, double[] intercept, double margin) {
    boolean moved = false;
    for (ScoreDecisions.Conflict pair : pairs) {
      if (pair.keptBy(slope, intercept, margin)) {
        continue;
      }
      double wanted = pair.lowerWins() ? 2 * margin : -2 * margin;
      // Slopes are measured in units of 1/span, so that both kinds of coefficient weigh alike.
      double x = (double) pair.lowerCount() / span;
      double y = (double) pair.higherCount() / span;
      double step = (wanted - pair.difference(slope, intercept)) / (x * x + y * y + 2);
      slope[pair.lower()] += step * x / span;
      slope[pair.higher()] -= step * y / span;
      intercept[pair.lower()] += step;
      intercept[pair.higher()] -= step;
      moved = true;
    }
    return moved;
  }
}
