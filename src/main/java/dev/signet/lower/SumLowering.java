package dev.signet.lower;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.ResultTypes;
import dev.signet.ir.Value;
import dev.signet.network.FeatureMap;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What is made of counts and elements before anything is decided on them. */
final class SumLowering {
  private final IrBuilder builder;
  private final SumAnalysis analysis;

  SumLowering(IrBuilder builder, SumAnalysis analysis) {
    this.builder = builder;
    this.analysis = analysis;
  }

  /** The sums under a window, of counts or of elements. */
  Lowered pooled(Node pool, Window window, Lowered operand) {
    Value value = operand.value();
    return operand.as(
        builder.define(
            new Instruction.SumPool(
                builder.value(pool.name(), ResultTypes.sumPool(value.type(), window)),
                value,
                window)));
  }

  /**
   * The sum of counts or elements.
   *
   * @param operands the nodes that are added
   * @param values what they became
   * @throws LoweringException when the channels of one are in another order than those of another
   */
  Lowered added(Node add, List<Node> operands, List<Lowered> values) {
    int step = operands.stream().mapToInt(this::stepOf).min().orElseThrow();
    Lowered first = values.getFirst();
    Value sum = aligned(operands.getFirst(), first.value(), step);
    for (int k = 1; k < values.size(); k++) {
      if (!values.get(k).order().equals(first.order())) {
        throw new LoweringException(
            "%s of %s and %s is not supported: only one of them was a map before flatten"
                .formatted(add.name(), operands.getFirst().name(), operands.get(k).name()));
      }
      sum = builder.add(add.name(), sum, aligned(operands.get(k), values.get(k).value(), step));
    }
    return first.as(sum);
  }

  private int stepOf(Node node) {
    return analysis
        .of(node)
        .map(LayerSums::step)
        .orElseGet(() -> SumRange.ofElement(node.type().element()).step());
  }

  /** Counts so that each is as much as the step; those of two steps are taken twice. */
  private Value aligned(Node node, Value value, int step) {
    return stepOf(node) == step ? value : builder.add(node.name() + "_twice", value, value);
  }

  /** The vector of all elements of a map, place after place. */
  Lowered flattened(Node flatten, FeatureMap map, Lowered operand) {
    int size = map.channels() * map.places();
    List<Integer> order = new ArrayList<>();
    for (int place = 0; place < map.places(); place++) {
      for (int channel : operand.order()) {
        order.add(channel * map.places() + place);
      }
    }
    Value value = operand.value();
    return value.type().shape().rank() == 1
        ? operand
        : new Lowered(builder.reshape(flatten.name(), value, Shape.of(size)), order);
  }

  /** The vector of all elements of a map in the network's order, channel after channel. */
  Lowered flattenedInOrder(Node flatten, FeatureMap map, Lowered operand) {
    Lowered flat = flattened(flatten, map, operand);
    if (flat.isInOrder()) {
      return flat;
    }
    Value places =
        builder.reshape(
            flatten.name() + "_places", flat.value(), Shape.of(map.places(), map.channels()));
    Value turned = builder.channelsLast(flatten.name() + "_channels", places);
    return Lowered.inOrder(
        builder.reshape(flatten.name(), turned, Shape.of(map.channels() * map.places())));
  }

  /** Counts with those of some channels taken from the largest: all of them now rise with z. */
  Lowered rising(String name, Lowered counts, Set<Integer> falling) {
    if (counts.order().stream().noneMatch(falling::contains)) {
      return counts;
    }
    long largest = ((IrType.Integers) counts.value().type()).max();
    List<Long> scale = new ArrayList<>(Collections.nCopies(counts.order().size(), 1L));
    List<Long> offset = new ArrayList<>(Collections.nCopies(counts.order().size(), 0L));
    for (int k = 0; k < scale.size(); k++) {
      if (falling.contains(counts.order().get(k))) {
        scale.set(k, -1L);
        offset.set(k, largest);
      }
    }
    return counts.as(builder.affine(name, counts.value(), scale, offset));
  }
}
