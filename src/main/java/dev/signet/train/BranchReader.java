package dev.signet.train;

import dev.signet.network.FeatureMap;
import dev.signet.network.Network;
import dev.signet.network.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the nodes that join branches.
 *
 * @param plan added to
 */
record BranchReader(Network network, PlanBuilder plan, Meanings meanings) {

  Meaning add(Node node) {
    boolean flat = isFlat(node);
    List<Integer> operands = new ArrayList<>();
    long largest = 0;
    double squares = 0;
    for (Meaning meaning : parts(node, flat)) {
      int value =
          switch (meaning) {
            case Meaning.Sums sums -> sums.value();
            case Meaning.Codes codes when meanings.bits(codes.value()) == 1 -> codes.value();
            case Meaning.Codes _, Meaning.Images _, Meaning.Reals _, Meaning.Ended _ ->
                throw meanings.unsupported(node);
          };
      switch (plan.value(value)) {
        case Value.Sums sums -> {
          checkPlain(node, sums);
          largest += sums.largest();
          squares += sums.usual() * sums.usual();
        }
        case Value.Codes _, Value.Pixels _, Value.Scores _ -> {
          largest++;
          squares++;
        }
      }
      operands.add(value);
    }
    FeatureMap map = plan.value(operands.getFirst()).map();
    Value.Sums result =
        new Value.Sums(
            node.name(),
            map,
            plan.integer(node, largest),
            Math.sqrt(squares),
            1,
            OptionalInt.empty());
    return new Meaning.Sums(plan.add(new Stage.Add(operands, plan.next()), result), flat);
  }

  /** Refuses to add what stands for something that is no integer. */
  private void checkPlain(Node node, Value.Sums sums) {
    Optional<Stage.Product> product = plan.product(sums);
    String refused =
        product.isPresent() && product.get().hasBias()
            ? "has a bias"
            : product.isPresent() && product.get().dropout() > 0
                ? "has a dropout in front"
                : sums.terms() > 1 ? "stands for a mean" : "";
    if (!refused.isEmpty()) {
      throw new TrainException(
          "network '%s' cannot be trained: '%s' adds '%s', which %s"
              .formatted(network.name(), node.name(), sums.name(), refused));
    }
  }

  Meaning concat(Node node) {
    boolean flat = false;
    List<Integer> operands = new ArrayList<>();
    int channels = 0;
    for (Meaning meaning : parts(node, false)) {
      if (!(meaning instanceof Meaning.Codes codes)) {
        throw meanings.unsupported(node);
      }
      flat |= codes.flat();
      operands.add(codes.value());
      channels += plan.value(codes.value()).map().channels();
    }
    Value.Codes first = plan.codes(operands.getFirst());
    FeatureMap map = new FeatureMap(channels, first.map().height(), first.map().width());
    return new Meaning.Codes(
        plan.add(
            new Stage.Concat(operands, plan.next()),
            new Value.Codes(node.name(), map, first.bits())),
        1,
        flat);
  }

  /** Whether all operands are flat views of maps alike, which can be worked on as maps. */
  private boolean isFlat(Node node) {
    Set<FeatureMap> maps = new HashSet<>();
    for (int operand : node.operands()) {
      switch (meanings.of(operand)) {
        case Meaning.Codes(int value, double _, boolean flat) when flat ->
            maps.add(plan.value(value).map());
        case Meaning.Sums(int value, boolean flat) when flat -> maps.add(plan.value(value).map());
        case Meaning.Codes _,
            Meaning.Sums _,
            Meaning.Images _,
            Meaning.Reals _,
            Meaning.Ended _ -> {
          return false;
        }
      }
    }
    return maps.size() == 1;
  }

  /**
   * The operands of a node that joins.
   *
   * @param asMaps whether flat views may stay maps
   */
  private List<Meaning> parts(Node node, boolean asMaps) {
    List<Meaning> parts = new ArrayList<>();
    for (int index = 0; index < node.operands().size(); index++) {
      Meaning meaning = meanings.of(node.operands().get(index));
      if (meaning instanceof Meaning.Images) {
        meaning = meanings.codes(node, index);
      }
      switch (meaning) {
        case Meaning.Codes(int value, double kept, boolean flat) -> {
          if (kept < 1) {
            throw meanings.unsupported(node);
          }
          parts.add(
              flat && !asMaps
                  ? new Meaning.Codes(plan.flattened(value, false), 1, true)
                  : new Meaning.Codes(value, 1, flat));
        }
        case Meaning.Sums(int value, boolean flat) ->
            parts.add(
                flat && !asMaps
                    ? new Meaning.Sums(plan.flattened(value, false), true)
                    : new Meaning.Sums(value, flat));
        case Meaning.Images _, Meaning.Reals _, Meaning.Ended _ -> throw meanings.unsupported(node);
      }
    }
    return parts;
  }
}
