package dev.signet.train;

import java.util.Arrays;

/** A map as a vector, in training. */
final class FlattenState implements StageState {
  private final Stage.Flatten stage;
  private final Rows operand;
  private final Rows result;

  /**
   * @param operand codes or sums
   * @param result of the same kind
   */
  FlattenState(Stage.Flatten stage, Rows operand, Rows result) {
    this.stage = stage;
    this.operand = operand;
    this.result = result;
  }

  @Override
  public void forward(Pass pass) {
    pass.overEachImage(image -> flatten(stage, operand, result, image));
  }

  /** Flattens an image. */
  static void flatten(Stage.Flatten stage, Rows operand, Rows result, int image) {
    switch (operand) {
      case Rows.Codes codes -> {
        for (int plane = 0; plane < codes.planes().length; plane++) {
          flatten(stage, codes, plane, ((Rows.Codes) result).planes()[plane][image], image);
        }
      }
      case Rows.Sums sums -> {
        int places = sums.map().places();
        int[] vector = ((Rows.Sums) result).sums()[image];
        for (int place = 0; place < places; place++) {
          for (int channel = 0; channel < sums.map().channels(); channel++) {
            vector[stage.index(sums.map(), place, channel)] =
                sums.sums()[image * places + place][channel];
          }
        }
      }
      case Rows.Pixels _, Rows.Scores _ -> throw new IllegalStateException("flatten " + operand);
    }
  }

  private static void flatten(
      Stage.Flatten stage, Rows.Codes codes, int plane, long[] vector, int image) {
    Arrays.fill(vector, 0);
    int places = codes.map().places();
    int channels = codes.map().channels();
    for (int place = 0; place < places; place++) {
      long[] row = codes.planes()[plane][image * places + place];
      if (stage.channelsLast()) {
        SignBits.put(row, channels, vector, place * channels);
      } else {
        for (int channel = 0; channel < channels; channel++) {
          int at = stage.index(codes.map(), place, channel);
          vector[at / Long.SIZE] |= (row[channel / Long.SIZE] >>> channel & 1) << at;
        }
      }
    }
  }

  @Override
  public void backward(Pass pass) {
    if (!operand.gradient().isWanted()) {
      return;
    }
    boolean add = operand.gradient().start();
    int places = operand.map().places();
    pass.overEachImage(
        image -> {
          float[] slopes = result.gradient().rows[image];
          for (int place = 0; place < places; place++) {
            float[] total = operand.gradient().rows[image * places + place];
            for (int channel = 0; channel < operand.map().channels(); channel++) {
              float part = slopes[stage.index(operand.map(), place, channel)];
              total[channel] = (add ? total[channel] : 0) + part;
            }
          }
        });
  }
}
