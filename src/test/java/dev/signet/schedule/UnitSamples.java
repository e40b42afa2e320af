package dev.signet.schedule;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Borders;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Value;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import dev.signet.rtl.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Single units of many shapes, with weights and thresholds drawn by chance. */
final class UnitSamples {
  private static final long SEED = 7;

  private UnitSamples() {}

  /**
   * A matrix-vector unit over a map.
   *
   * @param neurons of all groups
   * @param inputs of each
   * @param bits of an input
   * @param steps thresholds of a neuron; 0 for sums
   * @param side rows and columns of the map
   * @param bordered whether the places at the border have thresholds of their own
   */
  record Product(
      int neurons,
      int inputs,
      int bits,
      int groups,
      int pe,
      int simd,
      int steps,
      int side,
      boolean bordered) {

    /** A dense layer of bits with signs behind it. */
    static Product dense(int neurons, int inputs, int pe, int simd) {
      return new Product(neurons, inputs, 1, 1, pe, simd, 1, 1, false);
    }

    MatrixVectorUnit unit() {
      Random random = new Random(SEED);
      Shape operands = Shape.of(side, side, groups * inputs);
      IrType type =
          bits == 1
              ? new IrType.Bits(operands)
              : new IrType.Integers(0, (1L << bits) - 1, operands);
      Instruction.XnorPopcount product =
          new Instruction.XnorPopcount(
              new Value("product", Instruction.XnorPopcount.resultType(type, neurons, groups)),
              new Value("x", type),
              matrix(neurons, inputs, random),
              groups);
      return new MatrixVectorUnit(
          product,
          steps == 0
              ? Optional.empty()
              : Optional.of(threshold(product.result(), steps, borders(side), random)),
          new Folding(pe, simd));
    }

    private Borders borders(int length) {
      return bordered ? UnitSamples.borders(length) : Borders.NONE;
    }
  }

  static BitMatrix matrix(int rows, int columns, Random random) {
    BitMatrix.Builder matrix = BitMatrix.builder(rows, columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        matrix.set(row, column, random.nextBoolean());
      }
    }
    return matrix.build();
  }

  /** The borders of a window of three: the first place, the last, and those between. */
  static Borders borders(int length) {
    List<Integer> classes = new ArrayList<>();
    for (int place = 0; place < length; place++) {
      classes.add(place == 0 ? 0 : place == length - 1 ? 2 : 1);
    }
    return new Borders(classes, classes);
  }

  /** Thresholds about the middle of the range, as wide apart as sums of chance are. */
  static Instruction.Threshold threshold(Value sums, int steps, Borders borders, Random random) {
    IrType.Integers type = (IrType.Integers) sums.type();
    long span = type.max() - type.min();
    double deviation = Math.max(1, Math.sqrt((double) span) / 2);
    List<Integer> thresholds = new ArrayList<>();
    for (int each = 0; each < type.channels() * borders.classes(); each++) {
      double middle = (type.min() + type.max()) / 2.0 + deviation * random.nextGaussian();
      for (int step = 0; step < steps; step++) {
        double level = middle + (step - (steps - 1) / 2.0) * deviation;
        thresholds.add((int) Math.clamp(Math.round(level), type.min(), type.max() + 1));
      }
    }
    Shape shape = type.shape();
    IrType result = steps == 1 ? new IrType.Bits(shape) : new IrType.Integers(0, steps, shape);
    return new Instruction.Threshold(new Value("fired", result), sums, thresholds, borders);
  }

  /** A sliding window over a square map. */
  static SlidingWindowUnit window(
      int side, int channels, int lanes, int elementBits, Window window, int groups) {
    StreamFormat format =
        new StreamFormat(side * side * channels, channels, lanes, elementBits, false);
    return new SlidingWindowUnit(
        "window", WindowGeometry.of(side, side, window, format.wordsPerRun(), groups), format, 0);
  }

  static Window square(int kernel, int stride, int padding) {
    Window.Extent extent = new Window.Extent(kernel, stride, padding, padding);
    return new Window(extent, extent);
  }

  /** A pool of bits, in some channels of all of them, or a sum. */
  static PoolUnit pool(int side, int channels, int lanes, int kernel, boolean sums) {
    StreamFormat in = new StreamFormat(side * side * channels, channels, lanes, 1, false);
    int results = side / kernel;
    int taps = kernel * kernel;
    int bits = sums ? Expression.bitsFor(taps) : 1;
    StreamFormat out = new StreamFormat(results * results * channels, channels, lanes, bits, false);
    return new PoolUnit(
        "pool",
        taps,
        in,
        out,
        sums
            ? new PoolUnit.Reduction.Sum()
            : new PoolUnit.Reduction.AnyOrAll(matrix(1, channels, new Random(SEED))));
  }

  static WidthConverter converter(int run, int lanesIn, int lanesOut) {
    StreamFormat in = new StreamFormat(4 * run, run, lanesIn, 1, false);
    return new WidthConverter(in, in.with(run, lanesOut), "A converter.");
  }

  static FifoUnit fifo(int depth, int width) {
    return new FifoUnit(new StreamFormat(width * 64, width, width, 1, false), depth, "A FIFO.");
  }

  static ForkUnit fork(int width, int branches) {
    return new ForkUnit(new StreamFormat(width * 64, width, width, 1, false), branches, "A fork.");
  }

  static AddUnit add(int lanes, int leftBits, int rightBits) {
    StreamFormat format = new StreamFormat(lanes * 64, lanes, lanes, leftBits, true);
    return new AddUnit(
        "sum",
        format,
        new StreamFormat(lanes * 64, lanes, lanes, rightBits, false),
        new StreamFormat(lanes * 64, lanes, lanes, Math.max(leftBits, rightBits + 1) + 1, true));
  }

  static ConcatUnit concat(int lanes, List<Integer> channels) {
    List<StreamFormat> operands = new ArrayList<>();
    for (int each : channels) {
      operands.add(new StreamFormat(each * 16, each, lanes, 1, false));
    }
    int all = channels.stream().mapToInt(Integer::intValue).sum();
    return new ConcatUnit("both", operands, new StreamFormat(all * 16, all, lanes, 1, false));
  }

  /** Thresholds of sums from {@code min} to {@code max}. */
  static ThresholdUnit threshold(
      int side, int channels, int lanes, long min, long max, int steps, boolean bordered) {
    IrType.Integers type = new IrType.Integers(min, max, Shape.of(side, side, channels));
    Borders borders = bordered ? borders(side) : Borders.NONE;
    Instruction.Threshold threshold =
        threshold(new Value("sums", type), steps, borders, new Random(SEED));
    return new ThresholdUnit(threshold, StreamFormat.of(type, channels, lanes));
  }
}
