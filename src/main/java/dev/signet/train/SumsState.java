package dev.signet.train;

import java.util.List;

/** Sums and signs added up, in training. */
final class SumsState implements StageState {
  private final List<Rows> operands;
  private final Rows.Sums result;

  /**
   * @param operands sums, or codes of one bit
   */
  SumsState(List<Rows> operands, Rows.Sums result) {
    this.operands = List.copyOf(operands);
    this.result = result;
  }

  @Override
  public void forward(Pass pass) {
    int places = result.map().places();
    pass.overEachImage(image -> add(operands, result, image * places, (image + 1) * places));
  }

  /** Adds up some rows. */
  static void add(List<Rows> operands, Rows.Sums result, int first, int end) {
    int channels = result.map().channels();
    for (int row = first; row < end; row++) {
      int[] total = result.sums()[row];
      for (int index = 0; index < operands.size(); index++) {
        boolean start = index == 0;
        switch (operands.get(index)) {
          case Rows.Sums sums -> {
            int[] part = sums.sums()[row];
            for (int channel = 0; channel < channels; channel++) {
              total[channel] = (start ? 0 : total[channel]) + part[channel];
            }
          }
          case Rows.Codes codes -> {
            long[] bits = codes.signs()[row];
            for (int channel = 0; channel < channels; channel++) {
              int sign = (int) (bits[channel / Long.SIZE] >>> channel & 1) * 2 - 1;
              total[channel] = (start ? 0 : total[channel]) + sign;
            }
          }
          case Rows.Pixels _, Rows.Scores _ ->
              throw new IllegalStateException("sum of " + operands.get(index));
        }
      }
    }
  }

  /** An operand that is there twice gets the gradient twice. */
  @Override
  public void backward(Pass pass) {
    int places = result.map().places();
    for (Rows operand : operands) {
      if (operand.gradient().isWanted()) {
        boolean add = operand.gradient().start();
        pass.overEachImage(
            image ->
                operand
                    .gradient()
                    .take(
                        result.gradient().rows,
                        image * places,
                        (image + 1) * places,
                        0,
                        result.map().channels(),
                        add));
      }
    }
  }
}
