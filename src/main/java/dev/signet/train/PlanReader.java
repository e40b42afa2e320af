package dev.signet.train;

import dev.signet.network.Element;
import dev.signet.network.FeatureMap;
import dev.signet.network.Layer;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a network as a {@link Plan}, node by node. */
final class PlanReader {
  /** Images of a network that takes bits hold 0 and 1. */
  private static final int LEVEL_OF_BITS = 1;

  private static final Window ONE_PLACE = new Window(Window.Extent.ONE, Window.Extent.ONE);

  private final Network network;

  /** Whether what concerns training alone is left aside. */
  private final boolean evaluated;

  private final PlanBuilder plan;
  private final Meanings meanings;
  private final BranchReader branches;
  private boolean ended;

  /**
   * @param evaluated whether the network is not going to be trained: dropouts do nothing then, and
   *     may stand anywhere
   */
  PlanReader(Network network, boolean evaluated) {
    this.network = network;
    this.evaluated = evaluated;
    this.plan = new PlanBuilder(network);
    this.meanings = new Meanings(network, plan, evaluated);
    this.branches = new BranchReader(network, plan, meanings);
  }

  Plan read() {
    Node input = network.input();
    meanings.add(
        switch (input.type().element()) {
          case Element.UnsignedByte _ -> new Meaning.Images(false, 1, false);
          case Element.Bit _ -> {
            plan.setCoding(new PixelCoding.Binarized(LEVEL_OF_BITS));
            yield new Meaning.Images(true, 1, false);
          }
          case Element.BoundedInteger _, Element.Quantized _, Element.Real _ ->
              throw new TrainException(
                  "training needs an input of bytes (u8) or bits, but '"
                      + input.name()
                      + "' is "
                      + input.type());
        });
    for (int index = 1; index < network.nodes().size(); index++) {
      Node node = network.nodes().get(index);
      meanings.add(meanings.isNeeded(index) ? take(node) : new Meaning.Ended());
    }
    end();
    return plan.build();
  }

  private Meaning take(Node node) {
    return switch (node.layer()) {
      case Layer.Binarize binarize -> code(node, new PixelCoding.Binarized(binarize.at()));
      case Layer.Thermometer thermometer -> code(node, PixelCoding.Levels.of(thermometer));
      case Layer.Flatten _ -> flatten(node);
      case Layer.Dropout dropout -> dropOut(node, evaluated ? 1 : 1 - dropout.rate());
      case Layer.Dense dense -> dense(node, dense.units());
      case Layer.Conv conv -> conv(node, conv);
      case Layer.MaxPool pool -> maxPool(node, pool.window());
      case Layer.AvgPool pool -> average(node, pool.window());
      case Layer.Add _ -> branches.add(node);
      case Layer.Concat _ -> branches.concat(node);
      case Layer.BatchNorm _ -> norm(node);
      case Layer.Hardtanh _ -> {
        Meaning.Reals reals = meanings.reals(node);
        if (reals.hardtanh()) {
          throw meanings.unsupported(node);
        }
        yield new Meaning.Reals(reals.sums(), reals.norm(), reals.pools(), true, reals.flat());
      }
      case Layer.Sign sign -> steps(node, new Stage.Rule.Steps(1, sign.estimator()));
      case Layer.Quantize quantize ->
          steps(node, new Stage.Rule.Steps(quantize.bits(), quantize.estimator()));
      case Layer.Argmax _, Layer.Scores _ -> {
        if (meanings.isLast() && !scores(meanings.reals(node))) {
          throw meanings.unsupported(node);
        }
        yield new Meaning.Ended();
      }
      case Layer.Input _ -> throw meanings.unsupported(node);
    };
  }

  private Meaning code(Node node, PixelCoding kind) {
    if (!(meanings.operand(node) instanceof Meaning.Images images)
        || images.coded()
        || !plan.coding().orElse(kind).equals(kind)) {
      throw meanings.unsupported(node);
    }
    plan.setCoding(kind);
    return new Meaning.Images(true, 1, images.flat());
  }

  private Meaning flatten(Node node) {
    return switch (meanings.operand(node)) {
      case Meaning.Images images -> new Meaning.Images(images.coded(), images.kept(), true);
      case Meaning.Codes codes -> new Meaning.Codes(codes.value(), codes.kept(), true);
      case Meaning.Sums sums -> new Meaning.Sums(sums.value(), true);
      case Meaning.Reals reals ->
          new Meaning.Reals(reals.sums(), reals.norm(), reals.pools(), reals.hardtanh(), true);
      case Meaning.Ended _ -> throw meanings.unsupported(node);
    };
  }

  private Meaning dropOut(Node node, double kept) {
    return switch (meanings.operand(node)) {
      case Meaning.Images images when images.coded() ->
          new Meaning.Images(true, images.kept() * kept, images.flat());
      case Meaning.Codes codes when meanings.bits(codes.value()) == 1 ->
          new Meaning.Codes(codes.value(), codes.kept() * kept, codes.flat());
      case Meaning.Images _, Meaning.Codes _, Meaning.Sums _, Meaning.Reals _, Meaning.Ended _ ->
          throw meanings.unsupported(node);
    };
  }

  private Meaning dense(Node node, int units) {
    return switch (meanings.operand(node)) {
      case Meaning.Images images -> {
        if (!images.coded()) {
          code(node, new PixelCoding.BitPlanes());
        }
        boolean levels = plan.coding().orElseThrow() instanceof PixelCoding.Levels;
        int value = levels ? plan.flattened(plan.images(true), true) : plan.images(false);
        FeatureMap map = levels ? plan.arranged() : new FeatureMap(plan.input().size(), 1, 1);
        yield sums(plan.product(node, value, images.kept(), ONE_PLACE, 0, 1, map, units));
      }
      case Meaning.Codes codes -> {
        FeatureMap map = plan.value(codes.value()).map();
        int value = plan.flattened(codes.value(), true);
        yield sums(plan.product(node, value, codes.kept(), ONE_PLACE, 0, 1, map, units));
      }
      case Meaning.Sums _, Meaning.Reals _, Meaning.Ended _ -> throw meanings.unsupported(node);
    };
  }

  private Meaning conv(Node node, Layer.Conv conv) {
    Meaning operand = meanings.operand(node);
    boolean flat =
        switch (operand) {
          case Meaning.Images images -> images.flat() || !FeatureMap.fits(plan.input());
          case Meaning.Codes codes -> codes.flat();
          case Meaning.Sums _, Meaning.Reals _, Meaning.Ended _ -> true;
        };
    if (flat) {
      throw meanings.unsupported(node);
    }
    if (operand instanceof Meaning.Images(boolean coded, double _, boolean _) && !coded) {
      code(node, new PixelCoding.BitPlanes());
    }
    Meaning.Codes codes = meanings.codes(node);
    FeatureMap map = plan.value(codes.value()).map();
    Window window = conv.window();
    if (window.isPadded() && conv.fill() != 0) {
      String refused =
          plan.value(codes.value()) instanceof Value.Pixels
              ? "bytes"
              : codes.kept() < 1 ? "what a dropout has left" : "";
      if (!refused.isEmpty()) {
        throw new TrainException(
            "network '%s' cannot be trained: '%s' pads %s with %+d; only 0 can be"
                .formatted(network.name(), node.name(), refused, conv.fill()));
      }
    }
    FeatureMap under =
        new FeatureMap(
            map.channels() / conv.groups(), window.rows().kernel(), window.columns().kernel());
    return sums(
        plan.product(
            node,
            codes.value(),
            codes.kept(),
            window,
            window.isPadded() ? conv.fill() : 0,
            conv.groups(),
            under,
            conv.channels()));
  }

  private Meaning maxPool(Node node, Window window) {
    return switch (meanings.operand(node)) {
      case Meaning.Sums(int value, boolean flat) when !flat -> {
        Value.Sums sums = plan.sums(value);
        FeatureMap map = sums.map().under(window, sums.map().channels());
        yield sums(
            plan.add(
                new Stage.LargestSum(window, value, plan.next()),
                new Value.Sums(
                    node.name(), map, sums.largest(), sums.usual(), sums.terms(), sums.product())));
      }
      case Meaning.Reals reals when !reals.hardtanh() && !reals.flat() -> {
        meanings.checkUsedOnce(node);
        List<Window> pools = new ArrayList<>(reals.pools());
        pools.add(window);
        yield new Meaning.Reals(reals.sums(), reals.norm(), pools, false, false);
      }
      case Meaning.Codes _, Meaning.Images _ -> {
        int operand = meanings.placed(node);
        Value.Codes codes = plan.codes(operand);
        FeatureMap map = codes.map().under(window, codes.map().channels());
        yield new Meaning.Codes(
            plan.add(
                new Stage.LargestCode(window, operand, plan.next()),
                new Value.Codes(node.name(), map, codes.bits())),
            1,
            false);
      }
      case Meaning.Sums _, Meaning.Reals _, Meaning.Ended _ -> throw meanings.unsupported(node);
    };
  }

  private Meaning average(Node node, Window window) {
    int taps = window.taps();
    Value.Sums result;
    int operand;
    if (meanings.operand(node) instanceof Meaning.Sums(int value, boolean flat) && !flat) {
      Value.Sums sums = plan.sums(value);
      operand = value;
      result =
          new Value.Sums(
              node.name(),
              sums.map().under(window, sums.map().channels()),
              plan.integer(node, (long) sums.largest() * taps),
              sums.usual(),
              plan.integer(node, (long) sums.terms() * taps),
              sums.product());
    } else {
      operand = meanings.placed(node);
      Value.Codes codes = plan.codes(operand);
      if (codes.bits() > 1) {
        throw meanings.unsupported(node);
      }
      FeatureMap map = codes.map().under(window, codes.map().channels());
      result = new Value.Sums(node.name(), map, taps, 1, taps, OptionalInt.empty());
    }
    return sums(plan.add(new Stage.Average(window, operand, plan.next()), result));
  }

  private static Meaning sums(int value) {
    return new Meaning.Sums(value, false);
  }

  private Meaning norm(Node node) {
    if (!(meanings.operand(node) instanceof Meaning.Sums(int value, boolean flat))) {
      throw meanings.unsupported(node);
    }
    int sums = flat ? plan.flattened(value, false) : value;
    return new Meaning.Reals(sums, Optional.of(node), List.of(), false, flat);
  }

  private Meaning steps(Node node, Stage.Rule.Steps rule) {
    Meaning.Reals reals = meanings.reals(node);
    Value sums = plan.value(reals.sums());
    FeatureMap map = sums.map();
    for (Window pool : reals.pools()) {
      map = map.under(pool, map.channels());
    }
    return new Meaning.Codes(
        plan.add(activation(reals, rule), new Value.Codes(node.name(), map, rule.bits())),
        1,
        reals.flat());
  }

  private Stage.Activation activation(Meaning.Reals reals, Stage.Rule rule) {
    return new Stage.Activation(
        reals.sums(), reals.norm(), reals.pools(), reals.hardtanh(), rule, plan.next());
  }

  /** Ends the plan with scores, unless what they would be is clamped or pooled. */
  private boolean scores(Meaning.Reals reals) {
    if (reals.hardtanh() || !reals.pools().isEmpty()) {
      return false;
    }
    Value sums = plan.value(reals.sums());
    plan.add(
        activation(reals, new Stage.Rule.Scores()),
        new Value.Scores(reals.norm().map(Node::name).orElse(sums.name()), sums.map()));
    ended = true;
    return true;
  }

  private void end() {
    if (ended) {
      return;
    }
    boolean closed =
        switch (meanings.last()) {
          case Meaning.Sums(int value, boolean flat) ->
              scores(new Meaning.Reals(value, Optional.empty(), List.of(), false, flat));
          case Meaning.Reals reals -> scores(reals);
          case Meaning.Images _, Meaning.Codes _, Meaning.Ended _ -> false;
        };
    if (!closed) {
      throw new TrainException(
          "network '"
              + network.name()
              + "' cannot be trained: its last block must be a dense layer that gives the"
              + " scores, not '"
              + network.output().name()
              + "'");
    }
  }
}
