package dev.signet.train;

import dev.signet.network.Network;
import dev.signet.network.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the nodes of a network have turned out to be, for those that take them. */
final class Meanings {
  private final Network network;
  private final PlanBuilder plan;

  /** Whether what concerns training alone is left aside. */
  private final boolean evaluated;

  private final Set<Integer> needed = new HashSet<>();
  private final Map<Integer, Integer> uses = new HashMap<>();
  private final List<Meaning> meanings = new ArrayList<>();

  Meanings(Network network, PlanBuilder plan, boolean evaluated) {
    this.network = network;
    this.plan = plan;
    this.evaluated = evaluated;
    findNeeded();
  }

  /** Of the next node. */
  void add(Meaning meaning) {
    meanings.add(meaning);
  }

  /** Whether the output depends on a node. */
  boolean isNeeded(int node) {
    return needed.contains(node);
  }

  /** Whether the next node is the output. */
  boolean isLast() {
    return meanings.size() == network.nodes().size() - 1;
  }

  Meaning last() {
    return meanings.getLast();
  }

  Meaning of(int node) {
    return meanings.get(node);
  }

  private void findNeeded() {
    needed.add(network.nodes().size() - 1);
    for (int index = network.nodes().size() - 1; index > 0; index--) {
      if (needed.contains(index)) {
        for (int operand : network.nodes().get(index).operands()) {
          needed.add(operand);
          uses.merge(operand, 1, Integer::sum);
        }
      }
    }
  }

  /** The first operand of a node. */
  Meaning operand(Node node) {
    return meanings.get(node.operands().getFirst());
  }

  /** Sums or reals that a node takes, as reals. */
  Meaning.Reals reals(Node node) {
    return switch (operand(node)) {
      case Meaning.Sums(int value, boolean flat) ->
          new Meaning.Reals(value, Optional.empty(), List.of(), false, flat);
      case Meaning.Reals reals -> {
        checkUsedOnce(node);
        yield reals;
      }
      case Meaning.Images _, Meaning.Codes _, Meaning.Ended _ -> throw unsupported(node);
    };
  }

  /** Refuses what only one layer can take where several do. */
  void checkUsedOnce(Node node) {
    int operand = node.operands().getFirst();
    if (uses.getOrDefault(operand, 0) > 1 && !evaluated) {
      throw new TrainException(
          "network '%s' cannot be trained: the values of '%s' go to several layers, which only sums"
                  .formatted(network.name(), network.nodes().get(operand).name())
              + " and what a sign gives can");
    }
  }

  Meaning.Codes codes(Node node) {
    return codes(node, 0);
  }

  /** Codes that a node takes, or pixels. */
  Meaning.Codes codes(Node node, int index) {
    return switch (meanings.get(node.operands().get(index))) {
      case Meaning.Codes codes -> codes;
      case Meaning.Images images -> {
        if (plan.coding().isEmpty()
            || !(images.coded() || plan.coding().get() instanceof PixelCoding.BitPlanes)) {
          throw unsupported(node);
        }
        yield new Meaning.Codes(plan.images(true), images.kept(), images.flat());
      }
      case Meaning.Sums _, Meaning.Reals _, Meaning.Ended _ -> throw unsupported(node);
    };
  }

  /** Codes with places that a node takes, of which nothing is left out. */
  int placed(Node node) {
    Meaning.Codes codes = codes(node);
    if (codes.flat() || codes.kept() < 1 || bits(codes.value()) == 0) {
      throw unsupported(node);
    }
    return codes.value();
  }

  /** Bits of a code; 0 of what is none. */
  int bits(int value) {
    return plan.value(value) instanceof Value.Codes codes ? codes.bits() : 0;
  }

  /** For a node that is where training does not know it. */
  TrainException unsupported(Node node) {
    return new TrainException(
        "network '"
            + network.name()
            + "' cannot be trained: '"
            + node.name()
            + "' is out of place; dense and conv take the input, signs or quantized values,"
            + " batchnorm, hardtanh, sign and argmax take sums, and a dropout stands in front of"
            + " a dense or conv");
  }
}
