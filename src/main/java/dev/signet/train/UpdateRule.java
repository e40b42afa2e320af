package dev.signet.train;

import dev.signet.network.TrainingRecipe.Optimizer;
import java.util.List;

/**
 * One step's worth of an optimizer: what becomes of parameters, given their gradients and what the
 * optimizer remembers of the steps before, its moments.
 */
sealed interface UpdateRule permits Adam, Adamax, Bop, Sgd {

  /**
   * Added to a moment and taken away again, this rounds what is below about 10⁻³⁰ to a multiple of
   * 10⁻³⁷, a normal number or 0, and leaves the rest alone: without it the moments of a weight that
   * gets no gradient end as denormal numbers, with which every operation takes a hundred times as
   * long.
   */
  float TINY = 1e-30f;

  /**
   * The rule of a step.
   *
   * @param factor what the schedule makes of the learning rate, in [0, 1]
   * @param step number of the step, counted from 1
   */
  static UpdateRule at(Optimizer optimizer, double factor, long step) {
    return switch (optimizer) {
      case Optimizer.Adam settings -> Adam.at(settings, settings.rate() * factor, step);
      case Optimizer.Adamax settings -> Adamax.at(settings, settings.rate() * factor, step);
      case Optimizer.Sgd settings -> Sgd.at(settings, settings.rate() * factor);
      case Optimizer.Bop settings -> Bop.at(settings, factor, step);
    };
  }

  /**
   * What an optimizer remembers, by the names it is stored under.
   *
   * @param ofWeights of each binarized weight
   * @param ofOthers of each other parameter
   */
  record Moments(List<String> ofWeights, List<String> ofOthers) {
    public Moments {
      ofWeights = List.copyOf(ofWeights);
      ofOthers = List.copyOf(ofOthers);
    }

    static Moments of(Optimizer optimizer) {
      return switch (optimizer) {
        case Optimizer.Adam _ -> same("adam.first", "adam.second");
        case Optimizer.Adamax _ -> same("adamax.first", "adamax.largest");
        case Optimizer.Sgd settings ->
            settings.momentum() > 0 ? same("sgd.velocity") : new Moments(List.of(), List.of());
        case Optimizer.Bop _ ->
            new Moments(List.of("bop.mean"), List.of("adam.first", "adam.second"));
      };
    }

    private static Moments same(String... names) {
      return new Moments(List.of(names), List.of(names));
    }
  }

  /** Whether weights keep the size between −1 and 1 that training gave them, or only a sign. */
  static boolean hasLatentWeights(Optimizer optimizer) {
    return !(optimizer instanceof Optimizer.Bop);
  }

  /**
   * Moves parameters that are not binarized.
   *
   * @param values {@code [count]}, changed
   * @param gradient {@code [count]}
   * @param moments {@code [moments, count]}, changed
   */
  void update(float[] values, float[] gradient, float[][] moments);

  /**
   * Moves the weights of a unit and clips them to [−1, 1]; none is −0.0 afterwards.
   *
   * @param weights {@code [inputs]}, changed
   * @param gradient {@code [inputs]}
   * @param moments {@code [moments, inputs]}, changed
   */
  void updateWeights(float[] weights, float[] gradient, float[][] moments);
}
