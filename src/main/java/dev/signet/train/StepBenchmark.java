package dev.signet.train;

import dev.signet.data.RandomStream;
import dev.signet.network.Network;
import dev.signet.network.TrainingRecipe.Optimizer;
import java.util.Arrays;

/**
 * Times training steps of a network on random images: forward, backward and the optimizer, as they
 * run in {@link Trainer}, with the network's own recipe.
 */
public final class StepBenchmark implements AutoCloseable {
  private static final int BATCHES = 20;
  private static final long WARM_UP_NANOS = 3_000_000_000L;
  private static final long LEAST_NANOS = 500_000_000L;
  private static final int LEAST_WARM_UP_STEPS = 50;

  private final TrainingStep step;
  private final Workers workers;
  private final Optimizer optimizer;
  private final int batch;
  private final long[][] images;
  private final byte[] labels;
  private final int[] order;
  private final String kernels;
  private long steps;

  /**
   * @param threads at least 1
   * @throws TrainException when the network cannot be trained
   */
  public StepBenchmark(Network network, int threads) {
    Plan plan = Plan.of(network);
    RandomStream random = RandomStream.of(network.training().seed());
    batch = network.training().batch();
    optimizer = network.training().optimizer();
    labels = new byte[Math.multiplyExact(batch, BATCHES)];
    images = new long[Math.multiplyExact(labels.length, plan.coding().rows())][];
    int inputs = plan.input().size();
    for (int row = 0; row < images.length; row++) {
      images[row] = new long[SignBits.words(inputs)];
      for (int input = 0; input < inputs; input++) {
        images[row][input / Long.SIZE] |= random.nextLong() >>> 63 << input;
      }
    }
    for (int image = 0; image < labels.length; image++) {
      labels[image] = (byte) random.nextInt(Math.min(256, plan.classes()));
    }
    order = random.permutation(labels.length);
    Kernels best = Kernels.forWork(Double.POSITIVE_INFINITY);
    kernels = best instanceof VectorKernels ? "512-bit vectors" : "plain loops";
    TrainingState state = TrainingState.fresh(plan, batch, network.training());
    workers = new Workers(threads);
    step = new TrainingStep(state.stages, batch, network.training(), workers, best);
  }

  /** Which loops the steps are made of, in words. */
  public String kernels() {
    return kernels;
  }

  /** Runs steps until the compiler of the JVM has done its work. */
  public void warmUp() {
    long end = System.nanoTime() + WARM_UP_NANOS;
    for (int count = 0; count < LEAST_WARM_UP_STEPS || System.nanoTime() < end; count++) {
      timeOne();
    }
  }

  /**
   * Times steps one by one, more than asked for where they are so short that the whole would take
   * less than half a second.
   *
   * @param leastSteps at least 1
   * @return the median, in milliseconds
   */
  public double medianMilliseconds(int leastSteps) {
    double[] times = new double[leastSteps];
    int count = 0;
    long end = System.nanoTime() + LEAST_NANOS;
    while (count < leastSteps || System.nanoTime() < end) {
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = timeOne();
    }
    Arrays.sort(times, 0, count);
    return times[count / 2];
  }

  private double timeOne() {
    int from = (int) (steps % BATCHES) * batch;
    long start = System.nanoTime();
    TrainingStep.Batch next =
        new TrainingStep.Batch(images, labels, order, from, from + batch, steps);
    steps++;
    step.run(next, UpdateRule.at(optimizer, 1, steps));
    return (System.nanoTime() - start) * 1e-6;
  }

  @Override
  public void close() {
    workers.close();
  }
}
