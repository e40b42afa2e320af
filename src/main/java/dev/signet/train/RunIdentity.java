package dev.signet.train;

import dev.signet.data.ImageSet;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.TrainingRecipe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * What a training run is a function of, as text: two runs with the same identity end in the same
 * bits.
 *
 * @param facts by name, in an order fit for messages
 */
record RunIdentity(Map<String, String> facts) {
  private static final String PREFIX = "run.";

  static RunIdentity of(Network network, ImageSet images) {
    Map<String, String> facts = new LinkedHashMap<>();
    StringBuilder graph = new StringBuilder();
    for (Node node : network.nodes()) {
      graph.append(graph.isEmpty() ? "" : "; ").append(node.name()).append(' ').append(node.type());
      graph.append(' ').append(node.layer());
    }
    facts.put("network", graph.toString());
    TrainingRecipe recipe = network.training();
    facts.put("epochs", String.valueOf(recipe.epochs()));
    facts.put("batch", String.valueOf(recipe.batch()));
    facts.put("optimizer", recipe.optimizer().toString());
    facts.put("schedule", recipe.schedule().toString());
    facts.put("loss", recipe.loss().toString());
    facts.put("init", recipe.initialization().toString());
    facts.put("binarization", recipe.binarization().toString());
    facts.put("validation", recipe.validation().toString());
    facts.put("monitor", recipe.monitor().toString());
    facts.put("patience", String.valueOf(recipe.patience()));
    facts.put("augment", recipe.augmentations().toString());
    facts.put("seed", String.valueOf(recipe.seed()));
    CRC32 sum = new CRC32();
    sum.update(images.pixels());
    sum.update(images.labels());
    facts.put("data", images.count() + " images, checksum " + Long.toHexString(sum.getValue()));
    return new RunIdentity(facts);
  }

  void putInto(Map<String, String> metadata) {
    facts.forEach((name, fact) -> metadata.put(PREFIX + name, fact));
  }

  /**
   * @throws TrainException when the metadata are those of another run
   */
  void check(Map<String, String> metadata) {
    facts.forEach(
        (name, fact) -> {
          String stored = metadata.get(PREFIX + name);
          if (stored == null) {
            throw new TrainException(
                "this is not a checkpoint: it does not say what " + name + " it was made with");
          }
          if (!stored.equals(fact)) {
            throw new TrainException(
                "the checkpoint belongs to another training: its "
                    + name
                    + " is "
                    + difference(stored, fact)
                    + ", that of this run is "
                    + difference(fact, stored)
                    + "; start anew, or restore what was changed");
          }
        });
  }

  /** The text, or of a long one the neighbourhood of its first difference to the other. */
  private static String difference(String text, String other) {
    if (text.length() <= 80) {
      return text;
    }
    int place = 0;
    while (place < Math.min(text.length(), other.length())
        && text.charAt(place) == other.charAt(place)) {
      place++;
    }
    int from = Math.max(0, place - 40);
    int to = Math.min(text.length(), place + 40);
    return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
  }
}
