package dev.signet.flow;

import dev.signet.network.Network;
import dev.signet.sim.BatchEngine;
import dev.signet.sim.FrameBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Times level {@code fast} on random frames with random weights, and C++ written by hand in turns
 * with it. Ours takes bytes and gives classes and scores; the C++ takes packed bits and gives sums.
 *
 * @param threads for each
 * @param frames of a call of ours
 * @param seconds a turn takes, at least
 * @param pairs of turns
 * @param reference in C++, where there is one
 */
public record InferenceBenchmark(
    int threads, int frames, double seconds, int pairs, Optional<CppInferenceReference> reference) {

  /** What share of the C++'s rate ours is meant to be. */
  private static final double GOAL = 0.9;

  /** Turns until the compiler of the JVM has done its work. */
  private static final int WARM_UP_TURNS = 2;

  /**
   * How fast a network is.
   *
   * @param kernels which loops it runs in
   * @param framesPerSecond ours: the median of the turns
   * @param comparison with the C++, for networks it knows
   */
  public record Result(
      String network,
      String kernels,
      double framesPerSecond,
      Optional<RateComparison> comparison) {}

  /**
   * Measures a network.
   *
   * @throws FlowException when the reference cannot be built or fails
   * @throws dev.signet.lower.LoweringException when the network cannot be lowered
   */
  public Result run(Network network) {
    BatchEngine engine = BatchEngine.compileForBulk(UntrainedNetwork.compile(network));
    FrameBatch batch = RandomFrames.of(network, frames);
    Optional<ReferenceNet> net = ReferenceNet.of(network);
    if (reference.isEmpty() || net.isEmpty()) {
      warmUp(engine, batch);
      List<Double> ours = new ArrayList<>();
      for (int turn = 0; turn < pairs; turn++) {
        ours.add(turn(engine, batch));
      }
      return new Result(network.name(), engine.kernels(), Median.of(ours), Optional.empty());
    }
    try (CppInferenceReference.Program program = reference.get().compile(net.get())) {
      warmUp(engine, batch);
      List<Double> ours = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      for (int pair = 0; pair < pairs; pair++) {
        ours.add(turn(engine, batch));
        theirs.add(program.rate(seconds, threads));
        ratios.add(ours.getLast() / theirs.getLast());
      }
      RateComparison comparison = new RateComparison(Median.of(theirs), Median.of(ratios), GOAL);
      return new Result(network.name(), engine.kernels(), Median.of(ours), Optional.of(comparison));
    }
  }

  private void warmUp(BatchEngine engine, FrameBatch batch) {
    for (int turn = 0; turn < WARM_UP_TURNS; turn++) {
      turn(engine, batch);
    }
  }

  private double turn(BatchEngine engine, FrameBatch batch) {
    return TimedTurn.rate(seconds, () -> engine.infer(batch, threads).frames());
  }
}
