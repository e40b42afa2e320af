package dev.signet.lower;

import dev.signet.lower.LayerSums.Counts;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Node;
import dev.signet.network.SumFunction;
import java.util.ArrayList;
import java.util.List;

/** The sums that an argmax or scores decides on, as integer scores. */
final class ScoreLowering {
  private final Decision decision;
  private final LayerSums sums;
  private final SumFunction function;

  /**
   * @throws LoweringException when the scores are not those of sums, or do not have the same number
   *     of terms
   */
  ScoreLowering(Model model, SumAnalysis analysis, Node output) {
    this.decision = Decision.of(model.network(), output);
    for (Node node : decision.path()) {
      if (node.layer() instanceof Layer.MaxPool || node.layer() instanceof Layer.Hardtanh) {
        throw new LoweringException(
            output.name() + " behind " + node.name() + " is not supported: put a sign between");
      }
    }
    LayerSums all = analysis.of(decision.source()).orElseThrow();
    for (Node _ : flattens()) {
      all = all.flattened();
    }
    this.sums = all;
    if (counts().stream().map(Counts::sums).mapToInt(SumRange::span).distinct().count() > 1) {
      throw new LoweringException(
          output.name()
              + " of places with different numbers of terms is not supported: pad "
              + decision.source().name()
              + " with -1 or +1");
    }
    this.function = sums.function(decision.norm().map(model::batchNorm));
  }

  /** Where the sums come from. */
  Node source() {
    return decision.source();
  }

  /** Flattens between the sums and the scores. */
  List<Node> flattens() {
    return decision.path().stream()
        .filter(node -> node.layer() instanceof Layer.Flatten)
        .toList()
        .reversed();
  }

  /** What the counts of each class stand for. */
  List<Counts> counts() {
    return sums.counts().getFirst();
  }

  /** Defines the scores of counts in the network's order. */
  Lowered lower(IrBuilder builder, Lowered counts) {
    List<CountFunction> functions = new ArrayList<>();
    for (int k = 0; k < counts().size(); k++) {
      functions.add(
          CountFunction.named(
              decision.norm().orElse(source()).name(), function, k, counts().get(k).sums()));
    }
    IntegerScores scores = IntegerScores.search(functions);
    List<Long> offset = new ArrayList<>();
    for (int k = 0; k < functions.size(); k++) {
      offset.add(scores.offset().get(k) - scores.scale().get(k) * counts().get(k).first());
    }
    return counts.as(
        builder.affine(
            decision.norm().map(Node::name).orElse("scores"),
            counts.value(),
            scores.scale(),
            offset));
  }
}
