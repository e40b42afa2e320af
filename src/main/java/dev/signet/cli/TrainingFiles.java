package dev.signet.cli;

import dev.signet.data.OutputLock;
import dev.signet.data.OutputPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a training writes.
 *
 * @param weights the result
 * @param checkpoint stands beside them while training is under way
 * @param log CSV
 * @param plot the curves
 * @param tensorBoard directory of event files
 */
record TrainingFiles(
    Path weights, Path checkpoint, Path log, PlotFile plot, Optional<Path> tensorBoard) {
  private static final String SUFFIX = ".safetensors";

  /**
   * Beside the weights what is not said to be elsewhere.
   *
   * @throws UsageException when the plot is neither SVG nor PNG
   */
  static TrainingFiles of(
      Path weights, Optional<Path> log, Optional<Path> plot, Optional<Path> tensorBoard) {
    return new TrainingFiles(
        weights,
        beside(weights, ".checkpoint" + SUFFIX),
        log.orElseGet(() -> beside(weights, ".log.csv")),
        new PlotFile(plot.orElseGet(() -> beside(weights, ".curves.svg"))),
        tensorBoard);
  }

  private static Path beside(Path weights, String ending) {
    return weights.resolveSibling(stem(weights) + ending);
  }

  private static String stem(Path weights) {
    String name = String.valueOf(weights.getFileName());
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /**
   * Keeps other runs from training to the same weights, as long as it is open.
   *
   * @throws dev.signet.data.DataException when another run does so already
   */
  static OutputLock lock(Path weights) {
    return OutputLock.take(weights.resolveSibling("." + stem(weights) + ".lock"), weights);
  }

  /**
   * Finds out before long work whether all can be written, and removes what a run that was killed
   * has left half-written. For the holder of the lock alone.
   *
   * @throws dev.signet.data.DataException when one cannot be written
   */
  void prepare() {
    for (Path file : List.of(weights, checkpoint, log, plot.path())) {
      OutputPaths.requireWritable(file);
      OutputPaths.discardParts(file);
    }
  }
}
