package dev.signet.ir;

import dev.signet.network.Shape;

/** The type of a value: a tensor of bits, or of integers with known bounds. */
public sealed interface IrType {

  /** The extents. */
  Shape shape();

  /**
   * Bits; 1 stands for +1. Written {@code bit[784]}.
   *
   * @param shape the extents
   */
  record Bits(Shape shape) implements IrType {
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
    public String toString() {
      return "int<" + min + ".." + max + ">" + shape;
    }
  }
}
