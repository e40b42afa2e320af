package dev.signet.schedule;

import dev.signet.SignetException;
import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.rtl.VerilogKeywords;
import java.util.List;

/** The one door from the IR to hardware. */
public final class Scheduler {
  private Scheduler() {}

  /**
   * Builds the hardware of a network.
   *
   * @param program a verified program; for {@link Style#SPATIAL} a dense chain
   * @param style the kind of hardware, which may differ from the one in the goals
   * @param goals clock, throughput and foldings for {@link Style#DATAFLOW}
   * @throws ScheduleException when a given folding does not fit its layer, the throughput cannot be
   *     reached or does not fit the budget, or the style cannot build an operation of the network
   */
  public static Hardware schedule(Program program, Style style, HardwareGoals goals) {
    return switch (style) {
      case DATAFLOW -> new DataflowScheduler(program, goals).schedule();
      case SPATIAL -> new SpatialScheduler(program, denseChain(program)).schedule();
    };
  }

  private static DenseChain denseChain(Program program) {
    for (Instruction instruction : program.instructions()) {
      if (!DenseChain.mayHold(instruction)) {
        throw new ScheduleException(
            "the spatial style builds chains of dense layers with signs between them, and not %s; use the style dataflow"
                .formatted(instruction.result().name()));
      }
    }
    return DenseChain.of(program);
  }

  /**
   * The folding that {@link #schedule} chooses for {@link Style#DATAFLOW}, and what it takes.
   *
   * @param program a verified program; of its weights nothing matters but the size of scores
   * @throws ScheduleException as for {@link #schedule}
   */
  public static FoldingPlan plan(Program program, HardwareGoals goals) {
    return new DataflowFolding(new Dataflow(program), goals).chosen();
  }

  /**
   * All foldings of which no other is both as fast and as small, the slowest first. The goals'
   * throughput and budget do not matter; foldings they give are kept.
   *
   * @param program a verified program; of its weights nothing matters but the size of scores
   */
  public static List<FoldingPlan> explore(Program program, HardwareGoals goals) {
    return new DataflowFolding(new Dataflow(program), goals).front();
  }

  /** The name of the top module: the network's, unless that means something to Verilog. */
  static String topName(Program program) {
    return VerilogKeywords.contains(program.name()) ? program.name() + "_network" : program.name();
  }

  /** The goals of a text cannot be met. The message is for the user. */
  public static final class ScheduleException extends SignetException {
    private static final long serialVersionUID = 1L;

    public ScheduleException(String message) {
      super(message);
    }
  }
}
