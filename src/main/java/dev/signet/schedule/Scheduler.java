package dev.signet.schedule;

import dev.signet.SignetException;
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
   * @param program a verified dense chain
   * @param style the kind of hardware, which may differ from the one in the goals
   * @param goals clock, throughput and foldings for {@link Style#DATAFLOW}
   * @throws ScheduleException when a given folding is larger than its layer, or the throughput
   *     cannot be reached or does not fit the budget
   */
  public static Hardware schedule(Program program, Style style, HardwareGoals goals) {
    DenseChain chain = DenseChain.of(program);
    return switch (style) {
      case DATAFLOW -> new DataflowScheduler(program, chain, goals).schedule();
      case SPATIAL -> new SpatialScheduler(program, chain).schedule();
    };
  }

  /**
   * The folding that {@link #schedule} chooses for {@link Style#DATAFLOW}, and what it takes.
   *
   * @param program a verified dense chain; of its weights nothing matters but the size of scores
   * @throws ScheduleException as for {@link #schedule}
   */
  public static FoldingPlan plan(Program program, HardwareGoals goals) {
    return new DataflowFolding(DenseChain.of(program), goals).chosen();
  }

  /**
   * All foldings of which no other is both as fast and as small, the slowest first. The goals'
   * throughput and budget do not matter; foldings they give are kept.
   *
   * @param program a verified dense chain; of its weights nothing matters but the size of scores
   */
  public static List<FoldingPlan> explore(Program program, HardwareGoals goals) {
    return new DataflowFolding(DenseChain.of(program), goals).front();
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
