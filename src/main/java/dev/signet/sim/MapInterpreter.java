package dev.signet.sim;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.network.Window;
import java.util.Arrays;
import java.util.List;

/** What the {@link Interpreter} does where the places of a feature map matter, as plainly. */
final class MapInterpreter {
  private MapInterpreter() {}

  static long[] channelsLast(Instruction.ChannelsLast turned, long[] operand) {
    int channels = turned.result().type().channels();
    int places = turned.result().type().places();
    long[] elements = new long[operand.length];
    for (int place = 0; place < places; place++) {
      for (int channel = 0; channel < channels; channel++) {
        elements[place * channels + channel] = operand[channel * places + place];
      }
    }
    return elements;
  }

  static long[] slide(Instruction.Slide slide, long[] operand) {
    Map map = new Map(slide.operand().type());
    long[] elements = new long[slide.result().type().shape().size()];
    int channels = map.channels / slide.groups();
    int target = 0;
    for (int[] place : places(map, slide.window())) {
      for (int group = 0; group < slide.groups(); group++) {
        for (int[] tap : taps(place, slide.window())) {
          for (int channel = 0; channel < channels; channel++) {
            elements[target++] =
                map.holds(tap[0], tap[1])
                    ? operand[map.index(tap[0], tap[1], group * channels + channel)]
                    : slide.fill();
          }
        }
      }
    }
    return elements;
  }

  static long[] pool(Instruction.Pool pool, long[] operand) {
    Map map = new Map(pool.operand().type());
    long[] bits = new long[pool.result().type().shape().size()];
    int target = 0;
    for (int[] place : places(map, pool.window())) {
      for (int channel = 0; channel < map.channels; channel++) {
        int of = channel;
        List<int[]> taps = taps(place, pool.window());
        boolean one =
            pool.all().get(0, channel)
                ? taps.stream().allMatch(tap -> operand[map.index(tap[0], tap[1], of)] == 1)
                : taps.stream().anyMatch(tap -> operand[map.index(tap[0], tap[1], of)] == 1);
        bits[target++] = one ? 1 : 0;
      }
    }
    return bits;
  }

  static long[] sumPool(Instruction.SumPool pool, long[] operand) {
    Map map = new Map(pool.operand().type());
    long[] sums = new long[pool.result().type().shape().size()];
    int target = 0;
    for (int[] place : places(map, pool.window())) {
      for (int channel = 0; channel < map.channels; channel++) {
        for (int[] tap : taps(place, pool.window())) {
          sums[target] += operand[map.index(tap[0], tap[1], channel)];
        }
        target++;
      }
    }
    return sums;
  }

  /** The row and the column where the window begins at each place, row by row. */
  private static List<int[]> places(Map map, Window window) {
    int rows = window.rows().results(map.height);
    int columns = window.columns().results(map.width);
    int[][] places = new int[rows * columns][];
    for (int k = 0; k < places.length; k++) {
      places[k] = new int[] {window.rows().first(k / columns), window.columns().first(k % columns)};
    }
    return Arrays.asList(places);
  }

  /** The row and the column of what lies under a window, row by row. */
  private static List<int[]> taps(int[] place, Window window) {
    int[][] taps = new int[window.taps()][];
    for (int k = 0; k < taps.length; k++) {
      int width = window.columns().kernel();
      taps[k] = new int[] {place[0] + k / width, place[1] + k % width};
    }
    return Arrays.asList(taps);
  }

  /** Where the elements of a map are. */
  private static final class Map {
    final int height;
    final int width;
    final int channels;

    Map(IrType type) {
      height = type.shape().extents().get(0);
      width = type.shape().extents().get(1);
      channels = type.channels();
    }

    boolean holds(int row, int column) {
      return row >= 0 && row < height && column >= 0 && column < width;
    }

    int index(int row, int column, int channel) {
      return (row * width + column) * channels + channel;
    }
  }
}
