package dev.signet.schedule;

import dev.signet.SignetException;
import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.SpatialSize;
import dev.signet.rtl.VerilogKeywords;
import java.util.List;

/** The one door from the IR to hardware. */
public final class Scheduler {
  private Scheduler() {}

  /**
   * Builds the hardware of a network.
   *
   * @param program a verified program
   * @param style the kind of hardware, which may differ from the one in the goals
   * @param goals clock, throughput and foldings for {@link Style#DATAFLOW}
   * @throws ScheduleException when a given folding does not fit its layer, the throughput cannot be
   *     reached or does not fit the budget, or the network is too large for {@link Style#SPATIAL}
   */
  public static Hardware schedule(Program program, Style style, HardwareGoals goals) {
    return switch (style) {
      case DATAFLOW -> new DataflowScheduler(program, goals).schedule();
      case SPATIAL -> new SpatialScheduler(program, goals.target()).schedule();
    };
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

  /**
   * How large a network is in {@link Style#SPATIAL}, which builds what {@link SpatialSize#fits}.
   *
   * @param program a verified program
   */
  public static SpatialSize spatialSize(Program program) {
    return SpatialSizes.of(program);
  }

  /**
   * What a network takes in {@link Style#SPATIAL}; its LUTs are an estimate.
   *
   * @param program a verified program
   * @throws ScheduleException when it is too large for the style
   */
  public static Area spatialArea(Program program, HardwareGoals goals) {
    return new SpatialScheduler(program, goals.target()).area();
  }

  /**
   * What a folding takes of a part, unit by unit, and how fast it is. FIFOs are as deep as is
   * enough for sure; {@link #schedule} makes them smaller where it can.
   *
   * @param plan one of the network's
   */
  public static HardwareEstimate estimate(Program program, HardwareGoals goals, FoldingPlan plan) {
    return HardwareEstimate.of(
        new DataflowScheduler(program, goals).scheduled(plan.foldings(), FifoSizing::withBounds),
        goals.target());
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
