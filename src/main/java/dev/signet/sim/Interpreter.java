package dev.signet.sim;

import dev.signet.ir.Borders;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import dev.signet.ir.Verifier;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference interpreter: level {@code ir}, one frame at a time and bit by bit. Every other
 * level is held against it, so it is as plain as can be and never fast.
 */
public final class Interpreter {
  private final Program program;

  /**
   * An interpreter of one program.
   *
   * @throws dev.signet.ir.IrException when the program breaks a rule of the IR
   */
  public Interpreter(Program program) {
    this.program = Verifier.verify(program);
  }

  /**
   * Runs one frame.
   *
   * @param frame the elements, row-major: 0 or 1 for bits, 0 to 255 for integers
   * @throws FrameException when the frame does not fit the program's input
   */
  public Inference infer(int[] frame) {
    Map<Value, long[]> values = trace(frame);
    return new Inference(
        (int) of(values, program.output().label())[0], of(values, program.output().scores()));
  }

  /**
   * Runs one frame and keeps everything, so that a difference between two levels can be named by
   * value and element.
   *
   * @param frame as for {@link #infer}
   * @return every value of the program in order of definition, its elements row-major
   * @throws FrameException when the frame does not fit the program's input
   */
  public Map<Value, long[]> trace(int[] frame) {
    Map<Value, long[]> values = new LinkedHashMap<>();
    for (Instruction instruction : program.instructions()) {
      values.put(instruction.result(), evaluate(instruction, values, frame));
    }
    return Collections.unmodifiableMap(values);
  }

  private static long[] evaluate(Instruction instruction, Map<Value, long[]> values, int[] frame) {
    return switch (instruction) {
      case Instruction.Input input -> input(input, frame);
      case Instruction.Binarize binarize -> binarize(binarize, of(values, binarize.operand()));
      case Instruction.Thermometer thermometer ->
          thermometer(thermometer, of(values, thermometer.operand()));
      case Instruction.ChannelsLast turned ->
          MapInterpreter.channelsLast(turned, of(values, turned.operand()));
      case Instruction.Slide slide -> MapInterpreter.slide(slide, of(values, slide.operand()));
      case Instruction.Reshape reshape -> of(values, reshape.operand()).clone();
      case Instruction.XnorPopcount product -> product(product, of(values, product.operand()));
      case Instruction.Threshold threshold -> threshold(threshold, of(values, threshold.operand()));
      case Instruction.Pool pool -> MapInterpreter.pool(pool, of(values, pool.operand()));
      case Instruction.SumPool pool -> MapInterpreter.sumPool(pool, of(values, pool.operand()));
      case Instruction.Add add -> add(of(values, add.left()), of(values, add.right()));
      case Instruction.Concat concat -> concat(concat, values);
      case Instruction.Affine affine -> affine(affine, of(values, affine.operand()));
      case Instruction.Argmax argmax -> argmax(of(values, argmax.operand()));
    };
  }

  private static long[] of(Map<Value, long[]> values, Value value) {
    long[] elements = values.get(value);
    if (elements == null) {
      throw new IllegalStateException(value + " is not computed yet");
    }
    return elements;
  }

  private static long[] input(Instruction.Input input, int[] frame) {
    IrType type = input.result().type();
    long max = largest(type);
    if (frame.length != type.shape().size()) {
      throw new FrameException(
          "a frame of " + frame.length + " elements for " + input.result() + ", which is " + type);
    }
    long[] elements = new long[frame.length];
    for (int k = 0; k < frame.length; k++) {
      if (frame[k] < 0 || frame[k] > max) {
        throw new FrameException(
            "element " + k + " of the frame is " + frame[k] + ", outside 0.." + max);
      }
      elements[k] = frame[k];
    }
    return elements;
  }

  private static long largest(IrType type) {
    return switch (type) {
      case IrType.Bits _ -> 1;
      case IrType.Integers integers -> integers.max();
    };
  }

  private static long[] binarize(Instruction.Binarize binarize, long[] operand) {
    long[] bits = new long[operand.length];
    for (int k = 0; k < bits.length; k++) {
      bits[k] = operand[k] >= binarize.at() ? 1 : 0;
    }
    return bits;
  }

  private static long[] thermometer(Instruction.Thermometer thermometer, long[] operand) {
    List<Integer> levels = thermometer.levels();
    long[] bits = new long[operand.length * levels.size()];
    for (int k = 0; k < operand.length; k++) {
      for (int l = 0; l < levels.size(); l++) {
        bits[k * levels.size() + l] = operand[k] >= levels.get(l) ? 1 : 0;
      }
    }
    return bits;
  }

  /** An element that meets a weight 1 counts as it is; one that meets a 0 counts what it lacks. */
  private static long[] product(Instruction.XnorPopcount product, long[] operand) {
    IrType type = product.operand().type();
    long largest = largest(type);
    int rows = product.weights().rows();
    int columns = product.weights().columns();
    long[] sums = new long[type.places() * rows];
    for (int place = 0; place < type.places(); place++) {
      for (int row = 0; row < rows; row++) {
        int group = row / (rows / product.groups());
        for (int column = 0; column < columns; column++) {
          boolean weight = product.weights().get(row, column);
          long element = operand[place * type.channels() + group * columns + column];
          sums[place * rows + row] += weight ? element : largest - element;
        }
      }
    }
    return sums;
  }

  private static long[] threshold(Instruction.Threshold threshold, long[] operand) {
    IrType type = threshold.operand().type();
    int steps = threshold.steps();
    long[] reached = new long[operand.length];
    for (int index = 0; index < reached.length; index++) {
      int first = parameter(threshold.borders(), type, index) * steps;
      for (int level : threshold.thresholds().subList(first, first + steps)) {
        reached[index] += operand[index] >= level ? 1 : 0;
      }
    }
    return reached;
  }

  private static long[] affine(Instruction.Affine affine, long[] operand) {
    IrType type = affine.operand().type();
    long[] results = new long[operand.length];
    for (int index = 0; index < results.length; index++) {
      results[index] =
          affine.scale().get(index % type.channels()) * operand[index]
              + affine.offset().get(parameter(affine.borders(), type, index));
    }
    return results;
  }

  /** Which of {@code [classes, channels]} parameters an element of a vector or map has. */
  private static int parameter(Borders borders, IrType type, int index) {
    int channel = index % type.channels();
    if (borders.equals(Borders.NONE)) {
      return channel;
    }
    int width = type.shape().extents().get(1);
    int place = index / type.channels();
    return borders.classOf(place / width, place % width) * type.channels() + channel;
  }

  private static long[] add(long[] left, long[] right) {
    long[] sums = new long[left.length];
    for (int k = 0; k < sums.length; k++) {
      sums[k] = left[k] + right[k];
    }
    return sums;
  }

  private static long[] concat(Instruction.Concat concat, Map<Value, long[]> values) {
    IrType type = concat.result().type();
    long[] joined = new long[type.shape().size()];
    int target = 0;
    for (int place = 0; place < type.places(); place++) {
      for (Value operand : concat.operands()) {
        int channels = operand.type().channels();
        for (int k = 0; k < channels; k++) {
          joined[target++] = of(values, operand)[place * channels + k];
        }
      }
    }
    return joined;
  }

  private static long[] argmax(long[] scores) {
    int best = 0;
    for (int k = 1; k < scores.length; k++) {
      if (scores[k] > scores[best]) {
        best = k;
      }
    }
    return new long[] {best};
  }
}
