package dev.signet.train;

import java.util.Arrays;
import java.util.List;

/** Codes whose channels come one after another, in training. */
final class ConcatState implements StageState {
  private final List<Rows.Codes> operands;
  private final Rows.Codes result;

  ConcatState(List<Rows.Codes> operands, Rows.Codes result) {
    this.operands = List.copyOf(operands);
    this.result = result;
  }

  @Override
  public void forward(Pass pass) {
    int places = result.map().places();
    pass.overEachImage(image -> join(operands, result, image * places, (image + 1) * places));
  }

  /** Joins some rows. */
  static void join(List<Rows.Codes> operands, Rows.Codes result, int first, int end) {
    for (int plane = 0; plane < result.planes().length; plane++) {
      for (int row = first; row < end; row++) {
        long[] bits = result.planes()[plane][row];
        Arrays.fill(bits, 0);
        int at = 0;
        for (Rows.Codes operand : operands) {
          SignBits.put(operand.planes()[plane][row], operand.map().channels(), bits, at);
          at += operand.map().channels();
        }
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    int places = result.map().places();
    int at = 0;
    for (Rows.Codes operand : operands) {
      int from = at;
      int channels = operand.map().channels();
      Gradient gradient = operand.gradient();
      if (gradient.isWanted()) {
        boolean add = gradient.start();
        pass.overEachImage(
            image -> {
              for (int row = image * places; row < (image + 1) * places; row++) {
                float[] slopes = result.gradient().rows[row];
                float[] total = gradient.rows[row];
                for (int channel = 0; channel < channels; channel++) {
                  total[channel] = (add ? total[channel] : 0) + slopes[from + channel];
                }
              }
            });
      }
      at += channels;
    }
  }
}
