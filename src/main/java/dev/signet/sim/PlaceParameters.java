package dev.signet.sim;

import dev.signet.ir.Borders;
import dev.signet.ir.IrType;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Parameters of the elements of a value {@code [places, channels]}, once for each kind of place.
 *
 * @param kinds {@code [places]}: the kind of each place, 0 and up
 * @param rows {@code [kinds, channels]}
 */
@SuppressWarnings("ArrayRecordComponent") // Read by inner loops, never compared.
record PlaceParameters(int[] kinds, int[][] rows) {

  /**
   * Finds the kinds of places.
   *
   * @param parameter of each element, row-major
   */
  static PlaceParameters of(int places, int channels, IntUnaryOperator parameter) {
    int[] kinds = new int[places];
    Map<IntBuffer, Integer> known = new LinkedHashMap<>();
    for (int place = 0; place < places; place++) {
      int first = place * channels;
      int[] row = new int[channels];
      Arrays.setAll(row, channel -> parameter.applyAsInt(first + channel));
      int next = known.size();
      kinds[place] = known.computeIfAbsent(IntBuffer.wrap(row), _ -> next);
    }
    return new PlaceParameters(
        kinds, known.keySet().stream().map(IntBuffer::array).toArray(int[][]::new));
  }

  /**
   * Which of {@code [classes of the borders, channels]} parameters an element has.
   *
   * @param element its index in a vector or map of this type, row-major
   */
  static int index(Borders borders, IrType type, int element) {
    int channel = element % type.channels();
    if (borders.equals(Borders.NONE)) {
      return channel;
    }
    int place = element / type.channels();
    int width = type.shape().extents().get(1);
    return borders.classOf(place / width, place % width) * type.channels() + channel;
  }

  int channels() {
    return rows[0].length;
  }

  /** The parameter of an element; where all places are alike there may be any number of them. */
  int of(int element) {
    int[] row = rows.length == 1 ? rows[0] : rows[kinds[element / channels()]];
    return row[element % row.length];
  }
}
