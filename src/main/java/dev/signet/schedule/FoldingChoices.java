package dev.signet.schedule;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Value;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.schedule.Scheduler.ScheduleException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ways to fold a network, with what each takes.
 *
 * <p>In a chain, where each unit gives to one other, the units between two products depend on the
 * folding of these two alone, so that the search along the chain counts everything. Where branches
 * part or meet again, a way counts its product, the window before it, and the clocks of what
 * follows up to the next products; what else stands between products is not chosen by.
 */
final class FoldingChoices {
  private final Dataflow dataflow;
  private final Technology technology;
  private final Map<String, Folding> given;
  private final List<Instruction.XnorPopcount> products;
  private final Optional<List<Segment>> chain;

  /** The units between two products, or before the first or behind the last. */
  private record Segment(Optional<Instruction.XnorPopcount> from, List<Instruction> units) {}

  /**
   * @param given foldings that are fixed, by name
   */
  FoldingChoices(Dataflow dataflow, Technology technology, Map<String, Folding> given) {
    this.dataflow = dataflow;
    this.technology = technology;
    this.given = given;
    this.products = dataflow.products();
    this.chain = chain();
  }

  /**
   * The search over all ways.
   *
   * @param widestBeat bits that an input beat has at the most
   */
  FoldingSearch search(int widestBeat) {
    List<List<FoldedUnit>> ways = new ArrayList<>();
    for (int index = 0; index < products.size(); index++) {
      List<FoldedUnit> ofProduct = new ArrayList<>();
      for (Folding folding : foldings(products.get(index))) {
        way(index, folding, widestBeat).ifPresent(ofProduct::add);
      }
      ways.add(ofProduct);
    }
    return new FoldingSearch(ways, this::between);
  }

  /** A network folded so, everything in it counted. */
  FoldingPlan plan(Map<String, Folding> foldings) {
    DataflowUnits units = new DataflowUnits(dataflow, foldings);
    DataflowUnits.Built built = units.build();
    List<FoldingPlan.Unit> layers = new ArrayList<>();
    for (Instruction.XnorPopcount product : products) {
      String name = product.result().name();
      Folding folding = folding(foldings, product);
      MatrixVectorUnit unit = unit(product, folding);
      layers.add(new FoldingPlan.Unit(name, folding, unit.cyclesPerFrame(), unit.area(technology)));
    }
    long cycles =
        built.described().stream().mapToLong(Hardware.Unit::cyclesPerFrame).max().orElseThrow();
    return new FoldingPlan(layers, units.parts(technology), cycles);
  }

  /** The same for a choice of the search. */
  FoldingPlan plan(FoldingSearch.Plan plan) {
    Map<String, Folding> foldings = new HashMap<>();
    for (int index = 0; index < products.size(); index++) {
      foldings.put(products.get(index).result().name(), plan.units().get(index).folding());
    }
    return plan(foldings);
  }

  /** Clocks of the slowest product whose folding is given, or 0. */
  long slowestGiven() {
    long slowest = 0;
    for (Instruction.XnorPopcount product : products) {
      Optional<Folding> folding = given(product);
      if (folding.isPresent()) {
        slowest = Math.max(slowest, unit(product, folding.get()).cyclesPerFrame());
      }
    }
    return slowest;
  }

  private static Folding folding(Map<String, Folding> foldings, Instruction.XnorPopcount product) {
    Folding folding = foldings.get(product.result().name());
    if (folding == null) {
      throw new IllegalArgumentException(product.result() + " has no folding");
    }
    return folding;
  }

  private MatrixVectorUnit unit(Instruction.XnorPopcount product, Folding folding) {
    return new MatrixVectorUnit(product, dataflow.threshold(product), folding);
  }

  private Optional<FoldedUnit> way(int index, Folding folding, int widestBeat) {
    Instruction.XnorPopcount product = products.get(index);
    FoldedUnit way = unit(product, folding).folded(technology);
    Map<String, Folding> foldings = Map.of(product.result().name(), folding);
    List<DataflowUnits> around = new ArrayList<>();
    if (chain.isPresent() ? index == 0 : fromInput(product)) {
      DataflowUnits before = new DataflowUnits(dataflow, foldings);
      chain.ifPresent(segments -> before.through(segments.getFirst().units()));
      around.add(before.upTo(product));
      if (before.frames().filter(frames -> frames.dataWidth() > widestBeat).isPresent()) {
        return Optional.empty();
      }
    } else if (chain.isEmpty()) {
      around.add(window(product, foldings));
    }
    if (index == products.size() - 1 && chain.isPresent()) {
      around.add(from(product, foldings).through(chain.get().getLast().units()).upToScores());
    }
    Area area = way.area();
    long cycles = way.cycles();
    for (DataflowUnits units : around) {
      area = area.plus(units.area(technology));
      cycles = Math.max(cycles, units.cycles());
    }
    if (chain.isEmpty()) {
      cycles = Math.max(cycles, cyclesBehind(product, folding.pe()));
    }
    return Optional.of(new FoldedUnit(folding, cycles, area, way.in(), way.out()));
  }

  private boolean fromInput(Instruction.XnorPopcount product) {
    return dataflow.root(product.operand()).equals(dataflow.input().result());
  }

  /** Begins behind a product. */
  private DataflowUnits from(Instruction.XnorPopcount product, Map<String, Folding> foldings) {
    return new DataflowUnits(dataflow, foldings)
        .from(dataflow.result(product), unit(product, folding(foldings, product)).out());
  }

  /** What stands between two products of a chain. */
  private FoldingSearch.Link between(int behind, StreamShape out, StreamShape in) {
    if (chain.isEmpty()) {
      return FoldingSearch.Link.NONE;
    }
    Instruction.XnorPopcount first = products.get(behind - 1);
    Instruction.XnorPopcount second = products.get(behind);
    int pe = out.width() / StreamFormat.elementBits(dataflow.result(first).type());
    int simd = in.width() / StreamFormat.elementBits(second.operand().type());
    DataflowUnits units =
        from(
                first,
                Map.of(
                    first.result().name(), new Folding(pe, 1),
                    second.result().name(), new Folding(1, simd)))
            .through(chain.get().get(behind).units())
            .upTo(second);
    return new FoldingSearch.Link(units.area(technology), units.cycles());
  }

  /** The window before a product, in words that suit it. */
  private DataflowUnits window(Instruction.XnorPopcount product, Map<String, Folding> foldings) {
    Value root = dataflow.root(product.operand());
    IrType type = root.type();
    if (dataflow.definition(product.operand()) instanceof Instruction.Slide slide) {
      int ofGroup = type.channels() / slide.groups();
      int simd = unit(product, folding(foldings, product)).in().lanes();
      int lanes = StreamAdapter.divisor(ofGroup, Math.min(simd, ofGroup));
      return new DataflowUnits(dataflow, foldings)
          .from(root, StreamFormat.of(type, type.channels(), lanes))
          .upTo(product);
    }
    return new DataflowUnits(dataflow, foldings);
  }

  /** Clocks of the slowest unit between a product and the next, where words have so many lanes. */
  private long cyclesBehind(Instruction.XnorPopcount product, int pe) {
    long most = 0;
    Set<Instruction> seen = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>(List.of(dataflow.result(product)));
    while (!open.isEmpty()) {
      for (Instruction unit : dataflow.takers(open.removeFirst())) {
        if (dataflow.productOf(unit).isEmpty() && seen.add(unit)) {
          most = Math.max(most, cycles(unit, pe));
          open.add(unit.result());
        }
      }
    }
    return most;
  }

  private static long cycles(Instruction unit, int pe) {
    IrType operand = unit.operands().getFirst().type();
    IrType result = unit.result().type();
    long words = Math.ceilDiv(operand.channels(), Math.min(pe, operand.channels()));
    long in = operand.places() * words;
    return switch (unit) {
      case Instruction.Pool pool ->
          Math.max(in, (long) result.places() * pool.window().taps() * words);
      case Instruction.SumPool pool ->
          Math.max(in, (long) result.places() * pool.window().taps() * words);
      case Instruction.Concat concat -> {
        int common = 0;
        for (Value each : concat.operands()) {
          common = StreamAdapter.commonDivisor(common, each.type().channels());
        }
        int lanes = StreamAdapter.divisor(common, Math.min(pe, common));
        yield (long) result.places() * (result.channels() / lanes);
      }
      case Instruction.Input _,
          Instruction.Binarize _,
          Instruction.Thermometer _,
          Instruction.ChannelsLast _,
          Instruction.Slide _,
          Instruction.Reshape _,
          Instruction.XnorPopcount _,
          Instruction.Threshold _,
          Instruction.Add _,
          Instruction.Affine _,
          Instruction.Argmax _ ->
          in;
    };
  }

  /** The segments before each product and behind the last; nothing where there are branches. */
  private Optional<List<Segment>> chain() {
    List<Segment> segments = new ArrayList<>();
    List<Value> ends = new ArrayList<>();
    products.forEach(product -> ends.add(product.operand()));
    ends.add(dataflow.operandOfScores());
    for (int index = 0; index < ends.size(); index++) {
      Optional<Segment> segment = segment(ends.get(index));
      Optional<Instruction.XnorPopcount> before =
          index == 0 ? Optional.empty() : Optional.of(products.get(index - 1));
      if (segment.isEmpty() || !segment.get().from().equals(before)) {
        return Optional.empty();
      }
      segments.add(segment.get());
    }
    return Optional.of(segments);
  }

  private Optional<Segment> segment(Value end) {
    List<Instruction> units = new ArrayList<>();
    Value root = dataflow.root(end);
    while (dataflow.branches(root) == 1) {
      if (root.equals(dataflow.input().result())) {
        return Optional.of(new Segment(Optional.empty(), units));
      }
      Instruction unit = dataflow.definition(root);
      Optional<Instruction.XnorPopcount> product = dataflow.productOf(unit);
      if (product.isPresent()) {
        return Optional.of(new Segment(product, units));
      }
      if (unit.operands().size() != 1) {
        return Optional.empty();
      }
      units.addFirst(unit);
      root = dataflow.root(unit.operands().getFirst());
    }
    return Optional.empty();
  }

  private List<Folding> foldings(Instruction.XnorPopcount product) {
    Optional<Folding> fixed = given(product);
    if (fixed.isPresent()) {
      return List.of(fixed.get());
    }
    int neurons = product.weights().rows() / product.groups();
    List<Folding> foldings = new ArrayList<>();
    for (int pe : widths(neurons)) {
      for (int simd : widths(product.weights().columns())) {
        if (product.groups() == 1 || neurons % pe == 0) {
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

  private Optional<Folding> given(Instruction.XnorPopcount product) {
    String name = product.result().name();
    Optional<Folding> folding = Optional.ofNullable(given.get(name));
    folding.ifPresent(each -> check(product, each));
    return folding;
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
          "fold %s(pe = %d) has to divide the %d neurons of each group"
              .formatted(name, given.pe(), neurons));
    }
  }
}
