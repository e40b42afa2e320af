package dev.signet.train;

import dev.signet.network.TrainingRecipe.Schedule;

/** What a schedule makes of the learning rate at each step. */
final class LearningRate {
  private LearningRate() {}

  /**
   * What the rate is multiplied by, in [0, 1]. In the warm-up it is 1/n, 2/n, … up to 1 in the last
   * of its n steps; epochs and steps of the schedule are counted from there on.
   *
   * @param step counted from 0 over all epochs
   * @param stepsPerEpoch at least 1
   * @param epochs of the whole training, the warm-up's included
   */
  static double factor(Schedule schedule, long step, long stepsPerEpoch, long epochs) {
    long warmup = schedule.warmup() * stepsPerEpoch;
    if (step < warmup) {
      return (step + 1.0) / warmup;
    }
    double epoch = step / stepsPerEpoch - schedule.warmup();
    return switch (schedule) {
      case Schedule.Constant _ -> 1;
      case Schedule.Cosine _ -> {
        double share = (double) (step - warmup) / (stepsPerEpoch * epochs - warmup);
        yield (1 + StrictMath.cos(Math.PI * share)) / 2;
      }
      case Schedule.Step falling ->
          StrictMath.pow(falling.factor(), Math.floor(epoch / falling.every()));
      case Schedule.Exponential falling -> StrictMath.pow(falling.factor(), epoch);
    };
  }
}
