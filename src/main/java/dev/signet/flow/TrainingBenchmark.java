package dev.signet.flow;

import dev.signet.network.Network;
import dev.signet.train.StepBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Times Signet's training step and PyTorch's in turns, so that whatever else the machine does
 * meanwhile meets both.
 *
 * @param threads for each
 * @param steps timed in each turn, at least
 * @param pairs of turns
 * @param reference of PyTorch, where there is one
 */
public record TrainingBenchmark(
    int threads, int steps, int pairs, Optional<PyTorchReference> reference) {

  /** How many times as fast as PyTorch a step of any network is meant to be. */
  private static final double USUAL_GOAL = 1;

  /**
   * What a network's step took.
   *
   * @param kernels which loops the step is made of
   * @param batch images of a step
   * @param milliseconds Signet's: the median of the turns' medians
   * @param comparison with PyTorch
   */
  public record Result(
      String network,
      String kernels,
      int batch,
      double milliseconds,
      Optional<Comparison> comparison) {}

  /**
   * @param milliseconds PyTorch's: the median of the turns' medians
   * @param ratio how many times as long as Signet's PyTorch's step took: the median of the pairs
   * @param goal what the ratio is meant to be
   */
  public record Comparison(double milliseconds, double ratio, double goal) {
    /** Whether it is as fast as it is meant to be. */
    public boolean met() {
      return ratio >= goal;
    }
  }

  /**
   * Measures a network.
   *
   * @throws FlowException when the reference fails
   * @throws dev.signet.train.TrainException when the network cannot be trained
   */
  public Result run(Network network) {
    Optional<ReferenceNet> net = ReferenceNet.of(network);
    int batch = network.training().batch();
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    try (StepBenchmark benchmark = new StepBenchmark(network, threads)) {
      benchmark.warmUp();
      for (int pair = 0; pair < pairs; pair++) {
        double our = benchmark.medianMilliseconds(steps);
        ours.add(our);
        if (reference.isPresent()) {
          double their =
              net.isPresent()
                  ? reference.get().medianMilliseconds(net.get(), batch, steps, threads)
                  : reference.get().medianMilliseconds(network, steps, threads);
          theirs.add(their);
          ratios.add(their / our);
        }
      }
      Optional<Comparison> comparison =
          reference.map(
              _ ->
                  new Comparison(
                      Median.of(theirs),
                      Median.of(ratios),
                      net.map(ReferenceNet::trainingGoal).orElse(USUAL_GOAL)));
      return new Result(network.name(), benchmark.kernels(), batch, Median.of(ours), comparison);
    }
  }
}
