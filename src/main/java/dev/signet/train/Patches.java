package dev.signet.train;

import dev.signet.network.FeatureMap;
import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What lies under a window, at each place of its result. A row that holds it goes tap after tap,
 * row by row, and of a tap channel after channel; of a group only its channels are taken.
 */
final class Patches {
  /** Where there is no place of the map under a tap. */
  static final int PADDING = -1;

  private static final int FEW = 8;

  final FeatureMap map;
  final FeatureMap result;
  final int taps;

  /** Channels of a group. */
  final int channels;

  private final int fill;

  /** {@code [places of the result, taps]}: places of the map. */
  private final int[] sources;

  /** Which set of taps lies in the padding, {@code [places of the result]}; 0 where none does. */
  private final int[] borders;

  private final List<List<Integer>> absent;

  /**
   * @param groups parts of the channels
   * @param fill what padding counts as; as a bit, 0 is as −1
   */
  Patches(FeatureMap map, Window window, int groups, int fill) {
    this.map = map;
    result = map.under(window, 1);
    taps = window.taps();
    channels = map.channels() / groups;
    this.fill = fill;
    sources = new int[Math.multiplyExact(result.places(), taps)];
    borders = new int[result.places()];
    List<List<Integer>> sets = new ArrayList<>(List.of(List.of()));
    for (int row = 0; row < result.height(); row++) {
      for (int column = 0; column < result.width(); column++) {
        int place = row * result.width() + column;
        List<Integer> missing =
            findSources(window, window.rows().first(row), window.columns().first(column), place);
        if (!sets.contains(missing)) {
          sets.add(missing);
        }
        borders[place] = sets.indexOf(missing);
      }
    }
    absent = List.copyOf(sets);
  }

  /** Those that a conv takes of its operand. */
  static Patches of(Stage.Product stage, Rows operand) {
    return new Patches(operand.map(), stage.window(), stage.groups(), stage.fill());
  }

  private List<Integer> findSources(Window window, int top, int left, int place) {
    List<Integer> missing = new ArrayList<>();
    for (int tap = 0; tap < taps; tap++) {
      int row = top + tap / window.columns().kernel();
      int column = left + tap % window.columns().kernel();
      boolean inside = row >= 0 && row < map.height() && column >= 0 && column < map.width();
      sources[place * taps + tap] = inside ? row * map.width() + column : PADDING;
      if (!inside) {
        missing.add(tap);
      }
    }
    return missing;
  }

  /** What padding counts as. */
  int fill() {
    return fill;
  }

  /** Elements of a row. */
  int inputs() {
    return taps * channels;
  }

  /** The place of the map under a tap, or {@link #PADDING}. */
  int source(int place, int tap) {
    return sources[place * taps + tap];
  }

  /** Which of the {@link #absent} sets of taps lies in the padding at a place of the result. */
  int border(int place) {
    return borders[place];
  }

  /** The sets of taps that lie in the padding together; the first is empty. */
  List<List<Integer>> absent() {
    return absent;
  }

  /**
   * The signs under the window.
   *
   * @param signs {@code [images·places, words]}
   * @param row of the result, {@code image·places + place}
   * @param patch {@code [words]}, set
   */
  void signs(long[][] signs, int row, int group, long[] patch) {
    int place = row % result.places();
    int start = row / result.places() * map.places();
    int first = group * channels;
    if (channels % Long.SIZE == 0) {
      int words = channels / Long.SIZE;
      for (int tap = 0; tap < taps; tap++) {
        int source = sources[place * taps + tap];
        if (source == PADDING) {
          Arrays.fill(patch, tap * words, (tap + 1) * words, fill > 0 ? -1 : 0);
        } else {
          copy(signs[start + source], first / Long.SIZE, patch, tap * words, words);
        }
      }
      return;
    }
    Arrays.fill(patch, 0);
    for (int tap = 0; tap < taps; tap++) {
      int source = sources[place * taps + tap];
      for (int done = 0; done < channels; done += Long.SIZE) {
        int count = Math.min(Long.SIZE, channels - done);
        long bits =
            source != PADDING
                ? SignBits.take(signs[start + source], first + done, count)
                : fill > 0 ? -1L >>> (Long.SIZE - count) : 0;
        SignBits.put(bits, count, patch, tap * channels + done);
      }
    }
  }

  /** For a few numbers; many are better off with the JVM's own copy. */
  private static void copy(float[] from, int first, float[] to, int at, int count) {
    if (count > FEW) {
      System.arraycopy(from, first, to, at, count);
      return;
    }
    for (int index = 0; index < count; index++) {
      to[at + index] = from[first + index];
    }
  }

  /** For a few words. */
  private static void copy(long[] from, int first, long[] to, int at, int words) {
    for (int word = 0; word < words; word++) {
      to[at + word] = from[first + word];
    }
  }

  /**
   * The numbers under the window.
   *
   * @param values {@code [images·places, channels]}
   * @param row as in {@link #signs}
   * @param padding what stands for padding
   * @param patch {@code [inputs or more]}, set
   */
  void values(float[][] values, int row, int group, float padding, float[] patch) {
    int place = row % result.places();
    int start = row / result.places() * map.places();
    for (int tap = 0; tap < taps; tap++) {
      int source = sources[place * taps + tap];
      int at = tap * channels;
      if (source == PADDING) {
        Arrays.fill(patch, at, at + channels, padding);
      } else {
        copy(values[start + source], group * channels, patch, at, channels);
      }
    }
  }

  /**
   * Adds what belongs to the elements under the window to what they have; padding gets nothing.
   *
   * @param patch {@code [inputs]}
   * @param row as in {@link #signs}
   * @param image of the row, counted as {@code values} does
   * @param values {@code [images·places, channels]}, changed
   */
  void addTo(float[] patch, int row, int image, int group, float[][] values, Kernels kernels) {
    int place = row % result.places();
    for (int tap = 0; tap < taps; tap++) {
      int source = sources[place * taps + tap];
      if (source != PADDING) {
        kernels.add(
            patch,
            tap * channels,
            values[image * map.places() + source],
            group * channels,
            channels);
      }
    }
  }
}
