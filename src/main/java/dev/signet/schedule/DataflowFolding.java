package dev.signet.schedule;

import dev.signet.ir.Instruction;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Budget;
import dev.signet.schedule.Scheduler.ScheduleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Chooses the folding of a network by its goals. */
final class DataflowFolding {
  /** Clocks a frame may take where the text states no goal. */
  private static final long DEFAULT_CYCLES = 1024;

  /** Of networks with feature maps it may take as many as this many XNORs a clock take. */
  private static final long DEFAULT_XNORS = 2048;

  /**
   * Bits of an input beat that are not exceeded unless the throughput asks for it: the width of the
   * input port is kept to what others can connect.
   */
  private static final int WIDEST_BEAT = 1024;

  private final Dataflow dataflow;
  private final HardwareGoals goals;
  private final FoldingChoices choices;

  DataflowFolding(Dataflow dataflow, HardwareGoals goals) {
    this.dataflow = dataflow;
    this.goals = goals;
    this.choices = new FoldingChoices(dataflow, Technology.of(goals.target()), goals.foldings());
  }

  /** The folding that meets the goals. */
  FoldingPlan chosen() {
    if (dataflow.products().isEmpty()) {
      return choices.plan(Map.of());
    }
    Budget budget = goals.budget();
    FoldingSearch narrow = choices.search(WIDEST_BEAT);
    if (budget.isLimited() && goals.framesPerSecond().isEmpty()) {
      return choices.plan(narrow.fastest(budget).orElseThrow(() -> tooSmall(narrow, budget)));
    }
    long cycles = cyclesAllowed(narrow);
    return choices.plan(
        narrow
            .cheapest(cycles, budget)
            .or(() -> choices.search(Integer.MAX_VALUE).cheapest(cycles, budget))
            .orElseThrow(() -> unreachable(cycles, budget)));
  }

  /** The foldings of which no other is both as fast and as small. */
  List<FoldingPlan> front() {
    if (dataflow.products().isEmpty()) {
      return List.of(choices.plan(Map.of()));
    }
    return choices.search(WIDEST_BEAT).front().stream().map(choices::plan).toList();
  }

  private long cyclesAllowed(FoldingSearch search) {
    if (goals.framesPerSecond().isEmpty()) {
      return Math.max(defaultCycles(search), choices.slowestGiven());
    }
    double cycles = Math.floor(goals.clockHertz() / goals.framesPerSecond().getAsDouble());
    if (cycles < 1) {
      throw new ScheduleException(
          "a throughput of %.0f frames/s needs more than one frame a clock at %.0f Hz; raise the clock or ask for less"
              .formatted(goals.framesPerSecond().getAsDouble(), goals.clockHertz()));
    }
    return (long) cycles;
  }

  /** A feature map takes at least a clock for each tap at each place, however it is folded. */
  private long defaultCycles(FoldingSearch search) {
    long xnors = 0;
    boolean maps = false;
    for (Instruction.XnorPopcount product : dataflow.products()) {
      long places = product.operand().type().places();
      maps |= places > 1;
      xnors += places * product.weights().rows() * product.weights().columns() * product.planes();
    }
    if (!maps) {
      return DEFAULT_CYCLES;
    }
    long fastest = search.fastest(Budget.NONE).map(FoldingSearch.Plan::cycles).orElse(0L);
    return Math.max(Math.max(DEFAULT_CYCLES, fastest), xnors / DEFAULT_XNORS);
  }

  private ScheduleException tooSmall(FoldingSearch search, Budget budget) {
    Area least =
        search.cheapest(Long.MAX_VALUE, Budget.NONE).map(FoldingSearch.Plan::area).orElseThrow();
    return new ScheduleException(
        "no folding fits the budget of %s; the smallest takes about %s"
            .formatted(words(budget), words(least)));
  }

  private ScheduleException unreachable(long cycles, Budget budget) {
    if (choices.slowestGiven() > cycles) {
      return new ScheduleException(
          String.format(
              Locale.ROOT,
              "a throughput of %,.0f frames/s leaves %,d clocks for a frame, but a given folding takes %,d; leave it out or ask for less",
              goals.framesPerSecond().orElseThrow(),
              cycles,
              choices.slowestGiven()));
    }
    FoldingSearch search = choices.search(Integer.MAX_VALUE);
    long fastest = search.fastest(Budget.NONE).map(FoldingSearch.Plan::cycles).orElseThrow();
    if (fastest > cycles) {
      return new ScheduleException(
          String.format(
              Locale.ROOT,
              "a throughput of %,.0f frames/s leaves %,d clocks for a frame, but however it is folded it takes %,d; ask for less",
              goals.framesPerSecond().orElseThrow(),
              cycles,
              fastest));
    }
    Area least = search.cheapest(cycles, Budget.NONE).map(FoldingSearch.Plan::area).orElseThrow();
    String within =
        search
            .fastest(budget)
            .map(
                plan ->
                    String.format(
                        Locale.ROOT,
                        "the most that fits is %,.0f frames/s",
                        goals.clockHertz() / plan.cycles()))
            .orElse("no folding fits it");
    return new ScheduleException(
        String.format(
            Locale.ROOT,
            "a frame in %,d clocks takes about %s, but the budget is %s; %s",
            cycles,
            words(least),
            words(budget),
            within));
  }

  private static String words(Area area) {
    return String.format(Locale.ROOT, "%,d LUTs and %,d block RAMs", area.luts(), area.blockRams());
  }

  private static String words(Budget budget) {
    List<String> parts = new ArrayList<>();
    budget.luts().ifPresent(luts -> parts.add(String.format(Locale.ROOT, "%,d LUTs", luts)));
    budget
        .blockRams()
        .ifPresent(blocks -> parts.add(String.format(Locale.ROOT, "%,d block RAMs", blocks)));
    return String.join(" and ", parts);
  }
}
