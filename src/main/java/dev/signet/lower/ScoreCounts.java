package dev.signet.lower;

import dev.signet.network.Model;
import dev.signet.network.Network;
import java.util.List;

/** Which counts, in the IR, stand for the integer sums of a model's last layer. */
public final class ScoreCounts {
  private final List<LayerSums.Counts> counts;

  private ScoreCounts(List<LayerSums.Counts> counts) {
    this.counts = List.copyOf(counts);
  }

  /**
   * Of a model that {@link ModelLowering} lowers.
   *
   * @throws LoweringException when it does not
   */
  public static ScoreCounts of(Model model) {
    Network network = model.network();
    SumAnalysis analysis = new SumAnalysis(model, new NeededNodes(network).nodes());
    return new ScoreCounts(new ScoreLowering(model, analysis, network.output()).counts());
  }

  /**
   * The count of a class, before the scores' scale and offset.
   *
   * @param k which class
   * @param sum the integer sum, without the bias and before any division of an average
   */
  public long of(int k, int sum) {
    return counts.get(k).of(sum);
  }
}
