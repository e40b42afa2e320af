package dev.signet.sim;

import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bulk inference: level {@code fast}. Made once from a program, it runs many frames on packed bits,
 * a block of frames at a time on each thread. The results do not depend on the number of threads.
 *
 * <p>An engine is immutable and may be shared.
 */
public final class BatchEngine {
  /**
   * Enough that a weight loaded once is used often, few enough that a layer stays in the cache; an
   * odd number of cache lines, so that the words of a lane do not all fall on a few sets of it.
   */
  private static final int MAX_LANES = 248;

  /** As many longs as a vector of the widest kind has. */
  private static final int LANE_STEP = 8;

  /** A thread's buffers are kept near 64 MiB, if need be by fewer lanes, down to one. */
  private static final long MAX_BUFFER_LONGS = 8L << 20;

  private final Program program;
  private final BatchPlan plan;
  private final Optional<BatchKernel> given;

  private BatchEngine(Program program, BatchPlan plan, Optional<BatchKernel> given) {
    this.program = program;
    this.plan = plan;
    this.given = given;
  }

  /**
   * Compiles a program.
   *
   * @throws dev.signet.ir.IrException when the program breaks a rule of the IR
   */
  public static BatchEngine compile(Program program) {
    return compile(program, Optional.empty());
  }

  /**
   * Compiles a program for many calls: each then runs in the loops that are the fastest once they
   * are warm, however few frames it has.
   *
   * @throws dev.signet.ir.IrException when the program breaks a rule of the IR
   */
  public static BatchEngine compileForBulk(Program program) {
    return compile(program, BatchKernel.forWork(Double.POSITIVE_INFINITY));
  }

  /** With one kernel, whatever the machine and the job. */
  static BatchEngine compile(Program program, BatchKernel kernel) {
    return compile(program, Optional.of(kernel));
  }

  private static BatchEngine compile(Program program, Optional<BatchKernel> given) {
    Verifier.verify(program);
    return new BatchEngine(program, BatchPlan.of(program), given);
  }

  /**
   * Runs frames.
   *
   * @param threads at least 1
   * @throws FrameException when the frames do not fit the program's input
   */
  public Inferences infer(FrameBatch frames, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads");
    }
    checkFrames(frames);
    BatchKernel kernel =
        given.orElseGet(
            () -> BatchKernel.forWork((double) frames.frames() * program.comparisons()));
    Run run = new Run(frames, lanes(frames.frames(), threads), kernel);
    int workers = Math.min(threads, run.blocks());
    if (workers <= 1) {
      run.work();
    } else {
      workTogether(run, workers);
    }
    return new Inferences(run.labels, run.scores);
  }

  /** Which loops a call of many frames runs in, in words. */
  public String kernels() {
    BatchKernel kernel = given.orElseGet(() -> BatchKernel.forWork(Double.POSITIVE_INFINITY));
    return kernel instanceof VectorBatchKernel ? "512-bit vectors" : "plain loops";
  }

  private void checkFrames(FrameBatch frames) {
    IrType type = program.input().type();
    if (frames.elementsPerFrame() != type.shape().size()) {
      throw new FrameException(frames + " elements for " + program.input() + ", which is " + type);
    }
    if ((long) frames.frames() * program.classes() > Integer.MAX_VALUE - 8) {
      throw new FrameException(
          frames.frames() + " frames of " + program.classes() + " scores are too many at once");
    }
    if (type instanceof IrType.Bits) {
      checkBits(frames);
    }
  }

  private static void checkBits(FrameBatch frames) {
    byte[] elements = frames.elements();
    for (int k = 0; k < elements.length; k++) {
      if ((elements[k] & ~1) != 0) {
        throw new FrameException(
            "element "
                + k % frames.elementsPerFrame()
                + " of frame "
                + k / frames.elementsPerFrame()
                + " is "
                + Byte.toUnsignedInt(elements[k])
                + ", outside 0..1");
      }
    }
  }

  private int lanes(int frames, int threads) {
    long longsPerLane = plan.longsPerLane().stream().mapToLong(Integer::longValue).sum();
    long affordable = Math.min(MAX_LANES, MAX_BUFFER_LONGS / longsPerLane);
    // Blocks of about the same size leave few lanes of the last one empty.
    long each = Math.max(1, Math.ceilDiv(frames, threads));
    long blocks = Math.ceilDiv(each, Math.max(1, affordable));
    long lanes = Math.max(1, Math.ceilDiv(each, blocks));
    return affordable < LANE_STEP
        ? (int) lanes
        : Math.toIntExact(Math.ceilDiv(lanes, LANE_STEP) * LANE_STEP);
  }

  private static void workTogether(Run run, int workers) {
    try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      List<Future<?>> futures = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        futures.add(executor.submit(run::work));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during inference", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("inference failed", e.getCause());
    }
  }

  /** One call: threads take the next block until there is none, and write to disjoint places. */
  private final class Run {
    private final FrameBatch frames;
    private final int lanes;
    private final BatchKernel kernel;
    private final int[] labels;
    private final long[] scores;
    private final AtomicInteger nextBlock = new AtomicInteger();

    Run(FrameBatch frames, int lanes, BatchKernel kernel) {
      this.frames = frames;
      this.lanes = lanes;
      this.kernel = kernel;
      this.labels = new int[frames.frames()];
      this.scores = new long[frames.frames() * program.classes()];
    }

    int blocks() {
      return Math.ceilDiv(frames.frames(), lanes);
    }

    void work() {
      List<long[]> arrays =
          plan.longsPerLane().stream()
              .map(longs -> new long[Math.multiplyExact(longs, lanes)])
              .toList();
      long[][] buffers = plan.arrays().stream().map(arrays::get).toArray(long[][]::new);
      for (int block = nextBlock.getAndIncrement();
          block < blocks();
          block = nextBlock.getAndIncrement()) {
        int first = block * lanes;
        int count = Math.min(lanes, frames.frames() - first);
        runBlock(new BatchStep.Block(frames, first, count, lanes, buffers));
      }
    }

    private void runBlock(BatchStep.Block block) {
      for (BatchStep step : plan.steps()) {
        step.run(block, kernel);
      }
      int classes = program.classes();
      long[] blockScores = block.buffers()[plan.scores()];
      long[] blockLabels = block.buffers()[plan.label()];
      for (int lane = 0; lane < block.count(); lane++) {
        int frame = block.first() + lane;
        labels[frame] = (int) blockLabels[lane];
        for (int k = 0; k < classes; k++) {
          scores[frame * classes + k] = blockScores[k * lanes + lane];
        }
      }
    }
  }
}
