package dev.signet.schedule;

import dev.signet.ir.Instruction;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Budget;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.rtl.Expression;
import dev.signet.schedule.Scheduler.ScheduleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses the folding of a dense chain by its goals. */
final class DataflowFolding {
  /** Clocks a frame may take where the text states no goal. */
  private static final long DEFAULT_CYCLES = 1024;

  /**
   * Bits of an input beat that are not exceeded unless the throughput asks for it: the width of the
   * input port is kept to what others can connect.
   */
  private static final int WIDEST_BEAT = 1024;

  private final DenseChain chain;
  private final HardwareGoals goals;
  private final Technology technology;

  DataflowFolding(DenseChain chain, HardwareGoals goals) {
    this.chain = chain;
    this.goals = goals;
    this.technology = Technology.of(goals.target());
  }

  /** The folding that meets the goals. */
  FoldingPlan chosen() {
    Budget budget = goals.budget();
    FoldingSearch narrow = search(WIDEST_BEAT);
    if (budget.isLimited() && goals.framesPerSecond().isEmpty()) {
      return plan(narrow.fastest(budget).orElseThrow(() -> tooSmall(narrow, budget)));
    }
    long cycles = cyclesAllowed();
    return plan(
        narrow
            .cheapest(cycles, budget)
            .or(() -> search(Integer.MAX_VALUE).cheapest(cycles, budget))
            .orElseThrow(() -> unreachable(cycles, budget)));
  }

  /** The foldings of which no other is both as fast and as small. */
  List<FoldingPlan> front() {
    return search(WIDEST_BEAT).front().stream().map(this::plan).toList();
  }

  private long cyclesAllowed() {
    if (goals.framesPerSecond().isEmpty()) {
      return Math.max(DEFAULT_CYCLES, slowestGiven());
    }
    double cycles = Math.floor(goals.clockHertz() / goals.framesPerSecond().getAsDouble());
    if (cycles < 1) {
      throw new ScheduleException(
          "a throughput of %.0f frames/s needs more than one frame a clock at %.0f Hz; raise the clock or ask for less"
              .formatted(goals.framesPerSecond().getAsDouble(), goals.clockHertz()));
    }
    return (long) cycles;
  }

  /** Clocks of the slowest layer whose folding is given, or 0; it has no need of faster others. */
  private long slowestGiven() {
    long slowest = 0;
    for (int layer = 0; layer < chain.products().size(); layer++) {
      Optional<Folding> given = given(layer);
      if (given.isPresent()) {
        slowest = Math.max(slowest, chain.unit(layer, given.get()).folded(technology).cycles());
      }
    }
    return slowest;
  }

  private Optional<Folding> given(int layer) {
    Instruction.XnorPopcount product = chain.products().get(layer);
    String name = product.result().name();
    Optional<Folding> given = Optional.ofNullable(goals.foldings().get(name));
    int neurons = product.weights().rows();
    int inputs = product.weights().columns();
    given
        .filter(folding -> folding.pe() > neurons || folding.simd() > inputs)
        .ifPresent(
            folding -> {
              throw new ScheduleException(
                  "fold %s(pe = %d, simd = %d) is larger than the layer, which has %d neurons of %d inputs"
                      .formatted(name, folding.pe(), folding.simd(), neurons, inputs));
            });
    return given;
  }

  /**
   * The search over all layers. What stands before the first and behind the last counts as theirs.
   */
  private FoldingSearch search(int widestBeat) {
    List<List<FoldedUnit>> units = new ArrayList<>();
    int layers = chain.products().size();
    for (int layer = 0; layer < layers; layer++) {
      List<FoldedUnit> ways = new ArrayList<>();
      for (Folding folding : foldings(layer, widestBeat)) {
        FoldedUnit unit = chain.unit(layer, folding).folded(technology);
        Area area = unit.area();
        if (layer == 0) {
          area = area.plus(inputArea(folding.simd()));
        }
        if (layer == layers - 1) {
          area = area.plus(scoreArea(folding.pe()));
        }
        ways.add(new FoldedUnit(folding, unit.cycles(), area, unit.in(), unit.out()));
      }
      units.add(ways);
    }
    return new FoldingSearch(
        units,
        (out, in) -> out.width() == in.width() ? Area.NONE : new WidthConverter(out, in).area());
  }

  private List<Folding> foldings(int layer, int widestBeat) {
    Optional<Folding> given = given(layer);
    if (given.isPresent()) {
      return List.of(given.get());
    }
    Instruction.XnorPopcount product = chain.products().get(layer);
    int widest =
        layer == 0 ? Math.max(1, widestBeat / chain.encoding().bitsIn()) : Integer.MAX_VALUE;
    List<Folding> foldings = new ArrayList<>();
    for (int pe : widths(product.weights().rows())) {
      for (int simd : widths(product.weights().columns())) {
        if (simd <= widest) {
          foldings.add(new Folding(pe, simd));
        }
      }
    }
    return foldings;
  }

  /**
   * For each number of words that n elements can be cut into, the narrowest; the last word is
   * padded where they do not divide. A wider one would take as many clocks. All divisors are among
   * them, and about 2√n in all.
   */
  static List<Integer> widths(int n) {
    List<Integer> widths = new ArrayList<>(List.of(1));
    for (int words = n; words > 1; words = Math.ceilDiv(n, widths.getLast())) {
      widths.add(Math.ceilDiv(n, words - 1));
    }
    return List.copyOf(widths);
  }

  private Area inputArea(int simd) {
    return new InputUnit(
            new FrameFormat(chain.inputElements(), chain.encoding().bitsIn(), simd),
            chain.encoding())
        .area(technology);
  }

  private Area scoreArea(int pe) {
    return new ScoreUnit(
            new ScoreArithmetic(chain.affine()), Expression.bitsFor(chain.last().span()), pe)
        .area(technology);
  }

  private FoldingPlan plan(FoldingSearch.Plan plan) {
    List<FoldingPlan.Unit> units = new ArrayList<>();
    for (int layer = 0; layer < plan.units().size(); layer++) {
      FoldedUnit unit = plan.units().get(layer);
      units.add(
          new FoldingPlan.Unit(
              chain.products().get(layer).result().name(),
              unit.folding(),
              unit.cycles(),
              chain.unit(layer, unit.folding()).area(technology)));
    }
    return new FoldingPlan(units, plan.area());
  }

  private ScheduleException tooSmall(FoldingSearch search, Budget budget) {
    Area least =
        search.cheapest(Long.MAX_VALUE, Budget.NONE).map(FoldingSearch.Plan::area).orElseThrow();
    return new ScheduleException(
        "no folding fits the budget of %s; the smallest takes about %s"
            .formatted(words(budget), words(least)));
  }

  private ScheduleException unreachable(long cycles, Budget budget) {
    if (slowestGiven() > cycles) {
      return new ScheduleException(
          String.format(
              Locale.ROOT,
              "a throughput of %,.0f frames/s leaves %,d clocks for a frame, but a given folding takes %,d; leave it out or ask for less",
              goals.framesPerSecond().orElseThrow(),
              cycles,
              slowestGiven()));
    }
    FoldingSearch search = search(Integer.MAX_VALUE);
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
