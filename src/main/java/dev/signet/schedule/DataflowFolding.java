package dev.signet.schedule;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.schedule.Scheduler.ScheduleException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Chooses the folding of every product by the goals. */
final class DataflowFolding {
  /** Clocks a frame may take where the text states neither a throughput nor a folding. */
  private static final long DEFAULT_CYCLES = 1024;

  /** Of networks with feature maps it may take as many as this many XNORs a clock take. */
  private static final long DEFAULT_XNORS = 2048;

  /** Bits of an input beat that are not exceeded unless the throughput asks for it. */
  private static final int WIDEST_BEAT = 1024;

  private final Dataflow dataflow;
  private final HardwareGoals goals;

  DataflowFolding(Dataflow dataflow, HardwareGoals goals) {
    this.dataflow = dataflow;
    this.goals = goals;
  }

  /** A folding for each product, by name. */
  Map<String, Folding> chosen() {
    Map<String, Folding> chosen = new LinkedHashMap<>();
    dataflow.products().forEach(product -> chosen.put(product.result().name(), folding(product)));
    return chosen;
  }

  private Folding folding(Instruction.XnorPopcount product) {
    String name = product.result().name();
    int neurons = product.weights().rows() / product.groups();
    int inputs = product.weights().columns();
    Folding given = goals.foldings().get(name);
    if (given != null) {
      check(product, given);
      return given;
    }
    long vectors = (long) product.operand().type().places() * product.groups();
    long cycles = cyclesAllowed() / vectors;
    if (cycles < 1) {
      throw new ScheduleException(
          "%s looks at %d vectors a frame, one a clock at most, but the throughput leaves %d clocks; ask for less"
              .formatted(name, vectors, cyclesAllowed()));
    }
    Instruction.XnorPopcount ofGroup =
        new Instruction.XnorPopcount(
            product.result(), product.operand(), BitMatrix.builder(neurons, inputs).build());
    return FoldingSearch.cheapest(
        ofGroup, (int) Math.min(cycles, Integer.MAX_VALUE), widest(product));
  }

  private static void check(Instruction.XnorPopcount product, Folding given) {
    String name = product.result().name();
    int neurons = product.weights().rows() / product.groups();
    int inputs = product.weights().columns();
    if (given.pe() > neurons || given.simd() > inputs) {
      throw new ScheduleException(
          "fold %s(pe = %d, simd = %d) is larger than the layer, which has %d neurons of %d inputs%s"
              .formatted(
                  name,
                  given.pe(),
                  given.simd(),
                  neurons,
                  inputs,
                  product.groups() > 1 ? " in each group" : ""));
    }
    if (product.groups() > 1 && neurons % given.pe() != 0) {
      throw new ScheduleException(
          "fold %s(pe = %d): in a layer of groups the pe divide the %d neurons of a group"
              .formatted(name, given.pe(), neurons));
    }
  }

  /**
   * The first layer's SIMD is the width of the input port, which is kept to what others can
   * connect.
   */
  private int widest(Instruction.XnorPopcount product) {
    boolean first = dataflow.root(product.operand()).equals(dataflow.input().result());
    return first
        ? Math.max(1, WIDEST_BEAT / dataflow.input().encoding().bitsIn())
        : Integer.MAX_VALUE;
  }

  private long cyclesAllowed() {
    if (goals.framesPerSecond().isEmpty()) {
      return defaultCycles();
    }
    double cycles = Math.floor(goals.clockHertz() / goals.framesPerSecond().getAsDouble());
    if (cycles < 1) {
      throw new ScheduleException(
          "a throughput of %.0f frames/s needs more than one frame a clock at %.0f Hz; raise the clock or ask for less"
              .formatted(goals.framesPerSecond().getAsDouble(), goals.clockHertz()));
    }
    return (long) Math.min(cycles, Long.MAX_VALUE);
  }

  private long defaultCycles() {
    long xnors = 0;
    long vectors = 1;
    boolean maps = false;
    for (Instruction.XnorPopcount product : dataflow.products()) {
      long places = product.operand().type().places();
      maps |= places > 1;
      vectors = Math.max(vectors, places * product.groups());
      xnors += places * product.weights().rows() * product.weights().columns() * product.planes();
    }
    return maps
        ? Math.max(Math.max(DEFAULT_CYCLES, vectors), xnors / DEFAULT_XNORS)
        : DEFAULT_CYCLES;
  }
}
