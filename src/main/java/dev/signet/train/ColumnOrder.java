package dev.signet.train;

import dev.signet.network.FeatureMap;
import java.util.List;

/**
 * The order of a unit's weights. In the model they lie channel after channel, here place after
 * place, so that what lies under a window in a row of channels stays together.
 *
 * @param under channels and places that a unit has weights for
 */
record ColumnOrder(FeatureMap under) {

  private boolean isSame() {
    return under.channels() == 1 || under.places() == 1;
  }

  /** Weights of a unit. */
  int inputs() {
    return under.channels() * under.places();
  }

  /** Where in the model's order of a unit the weight of a column stands. */
  int inModel(int column) {
    return column % under.channels() * under.places() + column / under.channels();
  }

  /**
   * Some of the model's units.
   *
   * @param values {@code [units, inputs]} of the model
   * @param first of those wanted
   * @return {@code [units·inputs]}
   */
  float[] fromModel(float[] values, int first, int units) {
    int inputs = inputs();
    float[] result = new float[units * inputs];
    System.arraycopy(values, first * inputs, result, 0, result.length);
    if (!isSame()) {
      for (int unit = 0; unit < units; unit++) {
        for (int column = 0; column < inputs; column++) {
          result[unit * inputs + column] = values[(first + unit) * inputs + inModel(column)];
        }
      }
    }
    return result;
  }

  /**
   * As the model has them.
   *
   * @param groups rows of units, {@code [units, inputs]}, group after group
   * @return {@code [units·inputs]}
   */
  float[] toModel(List<float[][]> groups) {
    int inputs = inputs();
    float[] result = new float[groups.stream().mapToInt(rows -> rows.length).sum() * inputs];
    int start = 0;
    for (float[][] rows : groups) {
      for (float[] row : rows) {
        if (isSame()) {
          System.arraycopy(row, 0, result, start, inputs);
        } else {
          for (int column = 0; column < inputs; column++) {
            result[start + inModel(column)] = row[column];
          }
        }
        start += inputs;
      }
    }
    return result;
  }
}
