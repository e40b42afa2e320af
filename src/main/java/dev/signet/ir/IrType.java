package dev.signet.ir;

import dev.signet.network.Shape;
import java.util.ArrayList;
import java.util.List;

/** The type of a value: a tensor of bits, or of integers with known bounds. */
public sealed interface IrType {

  /** The extents, at least one. */
  Shape shape();

  /** The same elements under another shape. */
  IrType reshaped(Shape shape);

  /** The number of elements at a place: the last extent. */
  default int channels() {
    return shape().extents().getLast();
  }

  /** The number of places: 1 of a vector, {@code h·w} of a map {@code [h, w, n]}. */
  default int places() {
    return shape().size() / channels();
  }

  /** This shape with another number of elements at each place. */
  default Shape shapeOf(int channels) {
    List<Integer> extents = new ArrayList<>(shape().extents());
    extents.set(extents.size() - 1, channels);
    return new Shape(extents);
  }

  /**
   * Bits; 1 stands for +1. Written {@code bit[784]}.
   *
   * @param shape the extents
   */
  record Bits(Shape shape) implements IrType {
    @Override
    public Bits reshaped(Shape other) {
      return new Bits(other);
    }

    @Override
    public String toString() {
      return "bit" + shape;
    }
  }

  /**
   * Integers from {@code min} to {@code max}. Written {@code int<0..255>[1, 28, 28]}.
   *
   * @param min smallest possible value
   * @param max largest possible value, at least {@code min}
   * @param shape the extents
   */
  record Integers(long min, long max, Shape shape) implements IrType {
    public Integers {
      if (min > max) {
        throw new IllegalArgumentException("empty range " + min + ".." + max);
      }
    }

    @Override
    public Integers reshaped(Shape other) {
      return new Integers(min, max, other);
    }

    @Override
    public String toString() {
      return "int<" + min + ".." + max + ">" + shape;
    }
  }
}
