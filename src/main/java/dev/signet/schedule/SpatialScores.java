package dev.signet.schedule;

import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.mux;
import static dev.signet.rtl.Expression.slice;

import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;

/** The last two stages of the spatial style: all scores at once, and the class of the largest. */
final class SpatialScores {
  private final String name;
  private final ScoreArithmetic arithmetic;
  private final ElementFormat sums;
  private final ResultFormat results;

  /**
   * @param name of the network
   * @param sums what the scores are made of
   */
  SpatialScores(String name, ScoreArithmetic arithmetic, ElementFormat sums) {
    this.name = name;
    this.arithmetic = arithmetic;
    this.sums = sums;
    this.results = new ResultFormat(arithmetic.classes(), arithmetic.scoreBits());
  }

  ResultFormat format() {
    return results;
  }

  /** Both but for registers, an estimate. */
  Area area(Technology technology) {
    Area folded = new ScoreUnit(arithmetic, sums.bits(), arithmetic.classes()).area(technology);
    return new Area(folded.luts(), 0, 0, folded.multipliers());
  }

  /** From {@code sums}, the sums of all classes, to {@code scores}. */
  RtlModule scores() {
    int sumBits = sums.bits();
    ModuleBuilder module =
        new ModuleBuilder(
            name + "_scores",
            "Scores: scale * sum + offset for each of %d classes, %d bits each, class 0 lowest."
                .formatted(results.classes(), results.scoreBits()));
    Signal in = module.input("sums", results.classes() * sumBits);
    Signal out = module.output("scores", results.classes() * results.scoreBits());
    List<Expression> scores = new ArrayList<>();
    for (int k = 0; k < results.classes(); k++) {
      Expression scale = constant(arithmetic.scaleBits(), arithmetic.scale(k));
      Expression offset = constant(arithmetic.offsetBits(), arithmetic.offset(k));
      scores.add(
          arithmetic.score(
              module, Integer.toString(k), slice(in, k * sumBits, sumBits), scale, offset));
    }
    module.assign(out, concat(scores.reversed()));
    return module.build();
  }

  /**
   * From {@code scores} to {@code label}: a tree of comparisons, in which the lower class wins a
   * tie.
   */
  RtlModule argmax() {
    ModuleBuilder module =
        new ModuleBuilder(
            name + "_argmax",
            "The index of the largest of %d scores, the lowest on a tie."
                .formatted(results.classes()));
    Signal scores = module.input("scores", results.classes() * results.scoreBits());
    Signal out = module.output("label", results.labelBits());
    List<Contender> round = new ArrayList<>();
    for (int k = 0; k < results.classes(); k++) {
      Expression score = slice(scores, k * results.scoreBits(), results.scoreBits());
      round.add(new Contender(k, k, score, constant(results.labelBits(), k)));
    }
    while (round.size() > 1) {
      List<Contender> winners = new ArrayList<>();
      for (int pair = 0; pair + 1 < round.size(); pair += 2) {
        winners.add(winner(module, round.get(pair), round.get(pair + 1), round.size() == 2));
      }
      if (round.size() % 2 == 1) {
        winners.add(round.getLast());
      }
      round = winners;
    }
    module.assign(out, round.getFirst().label());
    return module.build();
  }

  /** The best of classes {@code first} to {@code last}. */
  private record Contender(int first, int last, Expression score, Expression label) {}

  private static Contender winner(
      ModuleBuilder module, Contender low, Contender high, boolean isFinal) {
    String range = "_" + low.first() + "_" + high.last();
    Signal better = module.wire("upper_wins" + range, ScoreUnit.beats(high.score(), low.score()));
    Expression label = module.wire("best_label" + range, mux(better, high.label(), low.label()));
    // Nothing compares the winner of the final.
    Expression score =
        isFinal
            ? low.score()
            : module.wire("best_score" + range, mux(better, high.score(), low.score()));
    return new Contender(low.first(), high.last(), score, label);
  }
}
