package dev.signet.train;

import dev.signet.network.Window;
import java.util.Arrays;
import java.util.List;

/**
 * The largest z under a window, for each channel. The gradient goes to the first that is the
 * largest, in the order of the taps, as PyTorch has it.
 */
final class RealPool {
  private final Patches patches;
  private final float[] gamma;
  private final float[] beta;

  /** The largest z, by chunk, {@code [images·places of the result, channels]}. */
  private final List<float[][]> largestOf;

  /** The tap it is under. */
  private final List<int[][]> choicesOf;

  /**
   * @param chunks of the images
   * @param batch the most images
   * @param gamma {@code z = x̂·γ + β}
   */
  RealPool(Rows.Sums rows, Window window, Chunks chunks, int batch, float[] gamma, float[] beta) {
    patches = new Patches(rows.map(), window, 1, 0);
    this.gamma = gamma;
    this.beta = beta;
    int channels = rows.map().channels();
    int places = patches.result.places();
    Chunks pooled = new Chunks(places, chunks.images());
    largestOf = pooled.split(new float[batch * places][channels]);
    choicesOf = pooled.split(new int[batch * places][channels]);
  }

  /**
   * Pools a chunk.
   *
   * @param normalized x̂ of the chunk
   * @return the largest z
   */
  float[][] forward(int chunk, float[][] normalized, int images) {
    float[][] largest = largestOf.get(chunk);
    int[][] choices = choicesOf.get(chunk);
    int places = patches.result.places();
    for (int row = 0; row < images * places; row++) {
      int start = row / places * patches.map.places();
      for (int tap = 0; tap < patches.taps; tap++) {
        float[] values = normalized[start + patches.source(row % places, tap)];
        take(values, tap, largest[row], choices[row]);
      }
    }
    return largest;
  }

  private void take(float[] values, int tap, float[] largest, int[] choices) {
    for (int channel = 0; channel < largest.length; channel++) {
      float z = values[channel] * gamma[channel] + beta[channel] + 0.0f;
      if (tap == 0 || z > largest[channel]) {
        largest[channel] = z;
        choices[channel] = tap;
      }
    }
  }

  /** Places of the result. */
  int places() {
    return patches.result.places();
  }

  /** The largest z that a chunk's forward pass found. */
  float[][] largest(int chunk) {
    return largestOf.get(chunk);
  }

  /**
   * Hands the gradient by the largest z back to where they come from.
   *
   * @param byLargest of the chunk
   * @param byAll by z of all places of the chunk, set
   */
  void backward(int chunk, float[][] byLargest, float[][] byAll, int images) {
    int places = patches.result.places();
    for (int row = 0; row < images * patches.map.places(); row++) {
      Arrays.fill(byAll[row], 0);
    }
    for (int row = 0; row < images * places; row++) {
      int start = row / places * patches.map.places();
      int[] choices = choicesOf.get(chunk)[row];
      float[] slopes = byLargest[row];
      for (int channel = 0; channel < choices.length; channel++) {
        int source = patches.source(row % places, choices[channel]);
        byAll[start + source][channel] += slopes[channel];
      }
    }
  }
}
