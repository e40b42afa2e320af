package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.zeroExtend;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All neurons of a place, with constant weights: sums, or how many of their thresholds they reach.
 * What constants in the padding add to a sum is known; it is taken from the thresholds, and only
 * the inputs that are none are counted.
 */
final class NeuronLogic implements PlaceLogic {
  private final Instruction.XnorPopcount product;
  private final Optional<Instruction.Threshold> threshold;
  private final int mapSize;

  /**
   * @param mapSize elements that all places see together
   */
  NeuronLogic(
      Instruction.XnorPopcount product, Optional<Instruction.Threshold> threshold, int mapSize) {
    this.product = product;
    this.threshold = threshold;
    this.mapSize = mapSize;
  }

  @Override
  public String comment() {
    BitMatrix weights = product.weights();
    String groups = product.groups() == 1 ? "" : " in %d groups".formatted(product.groups());
    String out =
        threshold
            .map(
                levels ->
                    levels.steps() == 1
                        ? "out[k]: XNOR with row k agrees in at least threshold k bits."
                        : "out: how many of its %d thresholds each sum reaches, neuron 0 lowest."
                            .formatted(levels.steps()))
            .orElse(
                "out: popcounts of %d bits, neuron 0 lowest."
                    .formatted(Expression.bitsFor(product.span())));
    return "%s: %d neurons%s of %d inputs with constant weights.\n%s%s"
        .formatted(
            product.result().name(),
            weights.rows(),
            groups,
            weights.columns(),
            out,
            BitPlanes.comment(product.planes()));
  }

  @Override
  public List<Integer> seen() {
    return List.of(product.operand().type().channels());
  }

  @Override
  public int parameters(int row, int column) {
    return threshold.map(levels -> levels.borders().classOf(row, column)).orElse(0);
  }

  /** Counts of each plane, the adders of planes, and what compares. */
  @Override
  public double luts(Technology technology) {
    int neurons = product.weights().rows();
    int inputs = product.weights().columns();
    int each = neurons / product.groups();
    int steps = threshold.map(Instruction.Threshold::steps).orElse(0);
    double own =
        steps == 1 ? technology.comparedCounts(each, inputs) : technology.ownCounts(each, inputs);
    double counting =
        (own + seenByOthers() * technology.sharedCounts(each, inputs))
            * product.planes()
            * product.groups();
    double adding = (product.planes() - 1.0) * neurons * Expression.bitsFor(inputs);
    return counting
        + adding
        + neurons * steps * technology.compare(Expression.bitsFor(product.span()));
  }

  /** A place's part of what windows share that overlap. */
  private double seenByOthers() {
    int operands = product.operand().type().shape().size();
    return Math.min(1, (double) mapSize / operands);
  }

  @Override
  public Expression build(ModuleBuilder module, List<Wires> operands, int parameters) {
    Wires in = operands.getFirst();
    List<Group> groups = new ArrayList<>();
    int firstLive = 0;
    for (int group = 0; group < product.groups(); group++) {
      int columns = product.weights().columns();
      Wires inputs = in.range(group * columns, columns);
      groups.add(new Group(group, inputs, firstLive, parameters));
      firstLive += inputs.live().count();
    }
    Optional<BitPlanes> planes =
        groups.stream().anyMatch(Group::counts)
            ? Optional.of(planes(module, in.live().word()))
            : Optional.empty();
    List<Expression> neurons = new ArrayList<>();
    groups.forEach(group -> neurons.addAll(group.build(module, planes)));
    return concat(neurons.reversed());
  }

  private BitPlanes planes(ModuleBuilder module, Expression live) {
    Signal word = live instanceof Signal bus ? bus : module.wire("seen", live);
    return BitPlanes.of(module, word, product.planes());
  }

  /** The neurons that see the same inputs. */
  private final class Group {
    private final Wires inputs;
    private final int firstLive;
    private final int parameters;
    private final int firstNeuron;
    private final int neurons;
    private final int[] live;

    /**
     * @param firstLive how many inputs of the groups before it are no constants
     */
    Group(int group, Wires inputs, int firstLive, int parameters) {
      this.inputs = inputs;
      this.firstLive = firstLive;
      this.parameters = parameters;
      this.neurons = product.weights().rows() / product.groups();
      this.firstNeuron = group * neurons;
      this.live = IntStream.range(0, inputs.count()).filter(inputs::isLive).toArray();
    }

    List<Expression> build(ModuleBuilder module, Optional<BitPlanes> planes) {
      return IntStream.range(firstNeuron, firstNeuron + neurons)
          .mapToObj(
              neuron ->
                  threshold
                      .map(levels -> reached(module, planes, neuron, levels.steps()))
                      .orElseGet(() -> sum(planes, neuron)))
          .toList();
    }

    /** Whether any of them has to count. */
    boolean counts() {
      return IntStream.range(firstNeuron, firstNeuron + neurons).anyMatch(this::counts);
    }

    private boolean counts(int neuron) {
      return threshold.isEmpty() ? live.length > 0 : counts(levels(neuron));
    }

    private boolean counts(List<Long> levels) {
      return levels.stream().anyMatch(level -> level > 0 && level <= span());
    }

    /** The largest count of what is no constant. */
    private long span() {
      return (long) live.length * largest();
    }

    private long largest() {
      return (1L << product.planes()) - 1;
    }

    /** What the constants add to a neuron's sum. */
    private long known(int neuron) {
      return IntStream.range(0, inputs.count())
          .filter(column -> !inputs.isLive(column))
          .mapToLong(
              column ->
                  product.weights().get(neuron, column)
                      ? inputs.constantOf(column)
                      : largest() - inputs.constantOf(column))
          .sum();
    }

    /**
     * What the count has to reach; at most 0, or more than there is to count, where it is known.
     */
    private List<Long> levels(int neuron) {
      int steps = threshold.orElseThrow().steps();
      int first = (parameters * product.weights().rows() + neuron) * steps;
      long known = known(neuron);
      return threshold.orElseThrow().thresholds().subList(first, first + steps).stream()
          .map(level -> level - known)
          .toList();
    }

    private Expression reached(
        ModuleBuilder module, Optional<BitPlanes> planes, int neuron, int steps) {
      List<Long> levels = levels(neuron);
      Optional<Signal> count =
          counts(levels) ? Optional.of(count(planes, neuron)) : Optional.empty();
      List<Expression> reached = new ArrayList<>();
      for (long level : levels) {
        reached.add(
            level <= 0 || level > span()
                ? constant(1, level <= 0 ? 1 : 0)
                : RtlConstants.atLeast(count.orElseThrow(), level));
      }
      if (steps > 1) {
        return module.wire("steps_" + neuron, new Expression.Popcount(concat(reached.reversed())));
      }
      return count.isPresent()
          ? module.wire("fires_" + neuron, reached.getFirst())
          : reached.getFirst();
    }

    private Expression sum(Optional<BitPlanes> planes, int neuron) {
      int bits = Expression.bitsFor(product.span());
      Expression known = constant(bits, known(neuron));
      if (live.length == 0) {
        return known;
      }
      Expression count = zeroExtend(count(planes, neuron), bits);
      return live.length == inputs.count() ? count : add(count, known);
    }

    private Signal count(Optional<BitPlanes> planes, int neuron) {
      Expression row = RtlConstants.bits(product.weights(), neuron, live);
      return planes.orElseThrow().agreement("count_" + neuron, firstLive, row);
    }
  }
}
