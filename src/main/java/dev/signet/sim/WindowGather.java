package dev.signet.sim;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.network.Window;
import java.util.Arrays;
import java.util.List;

/**
 * Collects what lies under a window at one place and in one group of the channels, as {@link
 * Instruction.Slide} defines it, from a map of bits or bit planes in lanes. Places under the window
 * that are next to each other in a row are one run of bits.
 */
final class WindowGather {
  private static final Window ONE = new Window(Window.Extent.ONE, Window.Extent.ONE);

  private final int height;
  private final int width;
  private final int channels;
  private final Window window;
  private final int groups;
  private final int fill;

  private WindowGather(IrType map, Window window, int groups, int fill) {
    List<Integer> extents = map.shape().extents();
    this.channels = map.channels();
    this.height = extents.size() == 3 ? extents.get(0) : 1;
    this.width = extents.size() == 3 ? extents.get(1) : 1;
    this.window = window;
    this.groups = groups;
    this.fill = fill;
  }

  /** What a slide makes of its operand. */
  static WindowGather of(Instruction.Slide slide) {
    return new WindowGather(slide.operand().type(), slide.window(), slide.groups(), slide.fill());
  }

  /** What lies under a window of a map. */
  static WindowGather of(IrType map, Window window, int groups, int fill) {
    return new WindowGather(map, window, groups, fill);
  }

  /** The places of a map or vector themselves, their channels in groups. */
  static WindowGather ofPlaces(IrType map, int groups) {
    return new WindowGather(map, ONE, groups, 0);
  }

  int places() {
    return window.rows().results(height) * window.columns().results(width);
  }

  int groups() {
    return groups;
  }

  /** Elements of one group under the window. */
  int elements() {
    return window.taps() * (channels / groups);
  }

  /** Longs of one bit plane of them. */
  int words() {
    return (elements() + 63) >>> 6;
  }

  /**
   * Which element of the map is an element of the slide, or −1 where that is the fill.
   *
   * @param element {@code [places, groups, elements()]}, row-major
   */
  int source(int element) {
    int place = element / (groups * elements());
    int tap = element % elements() / (channels / groups);
    int columns = window.columns().results(width);
    int row = window.rows().first(place / columns) + tap / window.columns().kernel();
    int column = window.columns().first(place % columns) + tap % window.columns().kernel();
    int channel =
        element / elements() % groups * (channels / groups) + element % (channels / groups);
    return row < 0 || row >= height || column < 0 || column >= width
        ? -1
        : (row * width + column) * channels + channel;
  }

  /** What lies outside of the map. */
  int fill() {
    return fill;
  }

  /**
   * Collects.
   *
   * @param map {@code [planes, ⌈h·w·c/64⌉, lanes]}
   * @param target receives {@code [planes, words(), lanes]}
   */
  void gather(long[] map, int planes, int place, int group, long[] target, int lanes) {
    Arrays.fill(target, 0, planes * words() * lanes, 0);
    int mapWords = (height * width * channels + 63) >>> 6;
    int columns = window.columns().results(width);
    int top = window.rows().first(place / columns);
    int left = window.columns().first(place % columns);
    for (int plane = 0; plane < planes; plane++) {
      boolean filled = (fill >>> plane & 1) != 0;
      int mapStart = plane * mapWords * lanes;
      int targetStart = plane * words() * lanes;
      for (int tapRow = 0; tapRow < window.rows().kernel(); tapRow++) {
        row(map, mapStart, top + tapRow, left, group, filled, target, targetStart, tapRow, lanes);
      }
    }
  }

  private void row(
      long[] map,
      int mapStart,
      int row,
      int left,
      int group,
      boolean filled,
      long[] target,
      int targetStart,
      int tapRow,
      int lanes) {
    int kernel = window.columns().kernel();
    int each = channels / groups;
    int to = tapRow * kernel * each;
    boolean inside = row >= 0 && row < height;
    int first = inside ? Math.max(0, -left) : kernel;
    int end = inside ? Math.min(kernel, width - left) : kernel;
    if (filled) {
      BitRuns.set(target, targetStart, to, first * each, lanes);
      BitRuns.set(target, targetStart, to + end * each, (kernel - end) * each, lanes);
    }
    if (first >= end) {
      return;
    }
    int from = (row * width + left + first) * channels + group * each;
    if (groups == 1) {
      BitRuns.or(
          map, mapStart, from, target, targetStart, to + first * each, (end - first) * each, lanes);
      return;
    }
    for (int tap = first; tap < end; tap++) {
      BitRuns.or(
          map,
          mapStart,
          from + (tap - first) * channels,
          target,
          targetStart,
          to + tap * each,
          each,
          lanes);
    }
  }
}
