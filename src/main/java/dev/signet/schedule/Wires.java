package dev.signet.schedule;

import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.slice;

import dev.signet.ir.IrType;
import dev.signet.network.Window;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The elements of a value where each has wires of its own: which of a bus each is, or that it is a
 * constant. What only moves elements, as a window does, is another choice of them and costs
 * nothing.
 */
final class Wires {
  private final Signal bus;
  private final ElementFormat format;

  /** Places on the bus; {@code −1 − k} stands for {@code constants[k]}. */
  private final int[] elements;

  private final long[] constants;

  private Wires(Signal bus, ElementFormat format, int[] elements, long[] constants) {
    this.bus = bus;
    this.format = format;
    this.elements = elements;
    this.constants = constants;
  }

  /** All elements of a bus, the first in its lowest bits. */
  static Wires of(Signal bus, ElementFormat format) {
    return new Wires(
        bus, format, IntStream.range(0, bus.width() / format.bits()).toArray(), new long[0]);
  }

  /** The same elements of another bus that is laid out in the same way. */
  Wires on(Signal other) {
    return new Wires(other, format, elements, constants);
  }

  Signal bus() {
    return bus;
  }

  ElementFormat format() {
    return format;
  }

  int count() {
    return elements.length;
  }

  /** Some adjacent elements. */
  Wires range(int from, int count) {
    return new Wires(bus, format, Arrays.copyOfRange(elements, from, from + count), constants);
  }

  /** {@code [channels, places] → [places, channels]}. */
  Wires turned(int channels) {
    int places = elements.length / channels;
    int[] turned = new int[elements.length];
    for (int index = 0; index < turned.length; index++) {
      turned[index] = elements[index % channels * places + index / channels];
    }
    return new Wires(bus, format, turned, constants);
  }

  /**
   * What lies under a window at each of its places, in the order of {@link
   * dev.signet.ir.Instruction.Slide}.
   *
   * @param type of these elements, a map
   * @param fill an element, in the padding
   */
  Wires under(Window window, IrType type, int groups, long fill) {
    int height = type.shape().extents().get(0);
    int width = type.shape().extents().get(1);
    int channels = type.channels();
    int ofGroup = channels / groups;
    int rows = window.rows().results(height);
    int columns = window.columns().results(width);
    long[] known = Arrays.copyOf(constants, constants.length + 1);
    known[constants.length] = fill;
    int padding = -1 - constants.length;
    int[] seen = new int[rows * columns * window.taps() * channels];
    int target = 0;
    for (int place = 0; place < rows * columns; place++) {
      int top = window.rows().first(place / columns);
      int left = window.columns().first(place % columns);
      for (int group = 0; group < groups; group++) {
        for (int tap = 0; tap < window.taps(); tap++) {
          int row = top + tap / window.columns().kernel();
          int column = left + tap % window.columns().kernel();
          boolean inside = row >= 0 && row < height && column >= 0 && column < width;
          int first = (row * width + column) * channels + group * ofGroup;
          for (int channel = 0; channel < ofGroup; channel++) {
            seen[target++] = inside ? elements[first + channel] : padding;
          }
        }
      }
    }
    return new Wires(bus, format, seen, known);
  }

  /** Whether an element is on the bus, and not a constant. */
  boolean isLive(int index) {
    return elements[index] >= 0;
  }

  /** The value of an element that is a constant. */
  long constantOf(int index) {
    return constants[-1 - elements[index]];
  }

  /** An element. */
  Expression element(int index) {
    return run(index, 1);
  }

  /** Adjacent elements, the first in the lowest bits. */
  Expression run(int from, int count) {
    List<Expression> parts = new ArrayList<>();
    int index = from;
    while (index < from + count) {
      int next = index + 1;
      if (isLive(index)) {
        while (next < from + count && elements[next] == elements[next - 1] + 1) {
          next++;
        }
        parts.add(slice(bus, elements[index] * format.bits(), (next - index) * format.bits()));
      } else {
        parts.add(constant(format.bits(), constantOf(index)));
      }
      index = next;
    }
    return concat(parts.reversed());
  }

  /** Those that are on the bus, in order, without the constants. */
  Wires live() {
    int[] wires = Arrays.stream(elements).filter(element -> element >= 0).toArray();
    return new Wires(bus, format, wires, constants);
  }

  /** All as one word, for those who take all of them. */
  Expression word() {
    return run(0, elements.length);
  }

  /** The same where those that are no constants have a bus of their own. */
  Wires alone(Signal compact) {
    int[] renumbered = elements.clone();
    int next = 0;
    for (int index = 0; index < renumbered.length; index++) {
      if (renumbered[index] >= 0) {
        renumbered[index] = next++;
      }
    }
    return new Wires(compact, format, renumbered, constants);
  }

  /** Which are constants, and which: what tells the logic of two places apart. */
  List<Integer> pattern() {
    return Arrays.stream(elements).mapToObj(element -> Math.min(element, 0)).toList();
  }
}
