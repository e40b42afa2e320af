package dev.signet.lower;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.ResultTypes;
import dev.signet.ir.Value;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Node;
import dev.signet.network.SumFunction;
import dev.signet.network.Window;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Signs and quantized values of sums. Sums are compared first and pooled as bits then: the largest
 * of some sums reaches a threshold where any does, and does not exceed it where none does.
 */
final class DecisionLowering {
  private final Model model;
  private final IrBuilder builder;
  private final SumAnalysis analysis;
  private final SumLowering sumLowering;

  DecisionLowering(Model model, IrBuilder builder, SumAnalysis analysis, SumLowering sumLowering) {
    this.model = model;
    this.builder = builder;
    this.analysis = analysis;
    this.sumLowering = sumLowering;
  }

  /** Makes the counts of a layer. */
  interface Source {
    /**
     * The counts.
     *
     * @param inverted channels of which they are to be taken from the largest
     */
    Lowered counts(Set<Integer> inverted);
  }

  /**
   * The bits or quantized values.
   *
   * @param node the sign or quantize
   * @param steps what z has to reach, ascending
   * @param source counts of the layer at the decision's source
   */
  Lowered lower(Node node, Decision decision, List<Float> steps, Source source) {
    if (steps.size() > 1 && pools(decision)) {
      throw new LoweringException(
          node.name() + " of a maxpool is not supported: put the maxpool behind a sign");
    }
    LayerSums sums = analysis.of(decision.source()).orElseThrow();
    for (Node _ : decision.flattened()) {
      sums = sums.flattened();
    }
    SumFunction function = sums.function(decision.norm().map(model::batchNorm));
    ThresholdLowering thresholds =
        new ThresholdLowering(
            decision.norm().orElse(decision.source()).name(), sums, function, steps);
    Lowered counts = counts(decision, thresholds.falling(), source);
    IrType type =
        steps.size() == 1
            ? new IrType.Bits(counts.value().type().shape())
            : new IrType.Integers(0, steps.size(), counts.value().type().shape());
    Lowered result =
        counts.as(builder.define(thresholds.lower(builder.value(node.name(), type), counts)));
    for (Node pool : decision.before()) {
      result = pooled(pool, result, thresholds.falling());
    }
    for (Node behind : decision.behind()) {
      result =
          behind.layer() instanceof Layer.Flatten
              ? sumLowering.flattened(
                  behind, SumAnalysis.map(operand(behind).type().shape()), result)
              : pooled(behind, result, Set.of());
    }
    return result;
  }

  private static boolean pools(Decision decision) {
    return !decision.before().isEmpty()
        || decision.behind().stream().anyMatch(node -> node.layer() instanceof Layer.MaxPool);
  }

  private Lowered counts(Decision decision, Set<Integer> falling, Source source) {
    if (decision.flattened().isEmpty()) {
      return source.counts(falling);
    }
    Lowered counts = source.counts(Set.of());
    for (Node flatten : decision.flattened()) {
      counts =
          sumLowering.flattened(flatten, SumAnalysis.map(operand(flatten).type().shape()), counts);
    }
    return sumLowering.rising(decision.source().name() + "_rising", counts, falling);
  }

  /**
   * Bits under a window: whether any is 1, or all are.
   *
   * @param all the channels in which all have to be
   */
  Lowered pooled(Node pool, Lowered bits, Set<Integer> all) {
    Window window = ((Layer.MaxPool) pool.layer()).window();
    Value operand = bits.value();
    BitMatrix.Builder mask = BitMatrix.builder(1, bits.order().size());
    IntStream.range(0, bits.order().size())
        .filter(k -> all.contains(bits.order().get(k)))
        .forEach(k -> mask.set(0, k, true));
    return bits.as(
        builder.define(
            new Instruction.Pool(
                builder.value(pool.name(), ResultTypes.pool(operand.type(), window)),
                operand,
                window,
                mask.build())));
  }

  private Node operand(Node node) {
    return model.network().nodes().get(node.operands().getFirst());
  }
}
