package dev.signet.train;

import dev.signet.network.TrainingRecipe.Loss;
import java.util.ArrayList;
import java.util.List;

/** Forward and backward of a batch in float64, nothing packed, shared out or fused. */
final class PlainReference {
  final double loss;

  /** By block, {@code [units, inputs]}. */
  final List<double[][]> weightGradients = new ArrayList<>();

  /** By block, {@code [units]}. */
  final List<double[]> biasGradients = new ArrayList<>();

  /** By block, the largest gradient by a sum: what rounding errors are in proportion to. */
  final List<Double> largestSumGradients = new ArrayList<>();

  private final List<Block> blocks;
  private final int batch;
  private final List<double[][]> inputs = new ArrayList<>();
  private final List<double[][]> normalized = new ArrayList<>();
  private final List<double[]> inverseDeviations = new ArrayList<>();
  private final List<double[][]> outputs = new ArrayList<>();

  /** By block, all of one size, {@code [units, inputs]}. */
  private final List<double[][]> weights;

  /** By block, what inputs are multiplied by, {@code [batch, inputs]}. */
  private final List<double[][]> kept;

  PlainReference(
      List<Block> blocks,
      List<double[][]> weights,
      List<double[][]> kept,
      float[][] images,
      byte[] labels,
      Loss kind) {
    this.blocks = blocks;
    this.weights = weights;
    this.kept = kept;
    this.batch = images.length;
    double[][] values = new double[batch][images[0].length];
    for (int row = 0; row < batch; row++) {
      for (int input = 0; input < values[row].length; input++) {
        values[row][input] = images[row][input];
      }
    }
    for (int index = 0; index < blocks.size(); index++) {
      values = forward(index, values);
    }
    double[][] scores = outputs.getLast();
    double[][] slope = new double[batch][];
    double total = 0;
    for (int row = 0; row < batch; row++) {
      slope[row] = new double[scores[row].length];
      total += lossOf(kind, scores[row], labels[row], slope[row]);
    }
    loss = total;
    for (int index = blocks.size() - 1; index >= 0; index--) {
      slope = backward(index, slope);
    }
  }

  private double[][] forward(int index, double[][] all) {
    Block block = blocks.get(index);
    double[][] values = new double[batch][block.dense().inputs];
    for (int row = 0; row < batch; row++) {
      for (int input = 0; input < values[row].length; input++) {
        values[row][input] = all[row][input] * kept.get(index)[row][input];
      }
    }
    int units = block.dense().units;
    double[][] hat = new double[batch][units];
    double[][] output = new double[batch][units];
    double[][] signs = new double[batch][units];
    double[] inverse = new double[units];
    for (int unit = 0; unit < units; unit++) {
      double mean = 0;
      for (int row = 0; row < batch; row++) {
        for (int input = 0; input < values[row].length; input++) {
          hat[row][unit] += values[row][input] * weights.get(index)[unit][input];
        }
        if (block.bias().isPresent()) {
          hat[row][unit] += scale(index) * block.bias().get().values[unit];
        }
        mean += hat[row][unit] / batch;
      }
      double variance = 0;
      for (int row = 0; row < batch; row++) {
        variance += (hat[row][unit] - mean) * (hat[row][unit] - mean) / batch;
      }
      boolean normed = block.norm().isPresent();
      inverse[unit] =
          normed
              ? 1 / Math.sqrt(variance + Math.pow(scale(index), 2) * block.norm().get().epsilon)
              : 1 / Math.sqrt(block.dense().inputs) / (block.bytes() ? 128 : 1);
      for (int row = 0; row < batch; row++) {
        double centred = normed ? hat[row][unit] - mean : hat[row][unit];
        hat[row][unit] = Math.abs(centred) < 1e-9 ? 0 : centred * inverse[unit];
        output[row][unit] =
            normed
                ? hat[row][unit] * block.norm().get().gamma[unit] + block.norm().get().beta[unit]
                : hat[row][unit];
        signs[row][unit] = output[row][unit] >= 0 ? 1 : -1;
      }
    }
    inputs.add(values);
    normalized.add(hat);
    inverseDeviations.add(inverse);
    outputs.add(output);
    return signs;
  }

  /** The size of the weights. */
  private double scale(int index) {
    return Math.abs(weights.get(index)[0][0]);
  }

  private double lossOf(Loss kind, double[] scores, int label, double[] slope) {
    double total = 0;
    switch (kind) {
      case CROSS_ENTROPY -> {
        double sum = 0;
        for (double score : scores) {
          sum += Math.exp(score);
        }
        total = Math.log(sum) - scores[label];
        for (int k = 0; k < scores.length; k++) {
          slope[k] = (Math.exp(scores[k]) / sum - (k == label ? 1 : 0)) / batch;
        }
      }
      case HINGE -> {
        for (int k = 0; k < scores.length; k++) {
          double target = k == label ? 1 : -1;
          total += Math.max(0, 1 - target * scores[k]) / scores.length;
          slope[k] = target * scores[k] < 1 ? -target / scores.length / batch : 0;
        }
      }
      case SQUARED_HINGE -> {
        for (int k = 0; k < scores.length; k++) {
          double target = k == label ? 1 : -1;
          double missing = Math.max(0, 1 - target * scores[k]);
          total += missing * missing / scores.length;
          slope[k] = -2 * target * missing / scores.length / batch;
        }
      }
    }
    return total;
  }

  /** The share of a gradient that the sign of a value lets pass, and a hardtanh before it. */
  private static double passed(Block block, double value, double slope) {
    double size = Math.abs(value);
    if (block.activation().hardtanh() && size >= 1 - 1e-7) {
      return 0;
    }
    return switch (((Stage.Rule.Steps) block.activation().rule()).estimator()) {
      case HARDTANH -> size > 1 + 1e-7 ? 0 : 1;
      case IDENTITY -> 1;
      case CLIPPED -> Math.abs(slope) > 1 ? 1 / Math.abs(slope) : 1;
      case POLYNOMIAL -> size < 1 ? 2 - 2 * size : 0;
    };
  }

  private double[][] backward(int index, double[][] slope) {
    Block block = blocks.get(index);
    double[][] hat = normalized.get(index);
    int units = block.dense().units;
    int width = block.dense().inputs;
    double[][] weightGradient = new double[units][width];
    double[] biasGradient = new double[units];
    double[][] byInput = new double[batch][width];
    double largest = 0;
    for (int unit = 0; unit < units; unit++) {
      double sum = 0;
      double product = 0;
      for (int row = 0; row < batch; row++) {
        if (index < blocks.size() - 1) {
          slope[row][unit] *= passed(block, outputs.get(index)[row][unit], slope[row][unit]);
        }
        sum += slope[row][unit] / batch;
        product += slope[row][unit] * hat[row][unit] / batch;
      }
      for (int row = 0; row < batch; row++) {
        double bySum = slope[row][unit] * inverseDeviations.get(index)[unit];
        if (block.norm().isPresent()) {
          bySum =
              block.norm().get().gamma[unit]
                  * inverseDeviations.get(index)[unit]
                  * (slope[row][unit] - sum - hat[row][unit] * product);
        }
        largest = Math.max(largest, Math.abs(bySum));
        biasGradient[unit] += scale(index) * bySum;
        for (int input = 0; input < width; input++) {
          weightGradient[unit][input] += bySum * inputs.get(index)[row][input];
          byInput[row][input] +=
              bySum * weights.get(index)[unit][input] * kept.get(index)[row][input];
        }
      }
    }
    largestSumGradients.addFirst(largest);
    weightGradients.addFirst(weightGradient);
    biasGradients.addFirst(biasGradient);
    return byInput;
  }
}
