package dev.signet.sim;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import dev.signet.ir.Verifier;
import java.util.Collections;
import java.util.LinkedHashMap;
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
      case Instruction.Reshape reshape -> of(values, reshape.operand()).clone();
      case Instruction.XnorPopcount product -> product(product, of(values, product.operand()));
      case Instruction.Threshold threshold -> threshold(threshold, of(values, threshold.operand()));
      case Instruction.Affine affine -> affine(affine, of(values, affine.operand()));
      case Instruction.Argmax argmax -> argmax(of(values, argmax.operand()));
      case Instruction.Thermometer _,
          Instruction.ChannelsLast _,
          Instruction.Slide _,
          Instruction.Pool _,
          Instruction.SumPool _,
          Instruction.Add _,
          Instruction.Concat _ ->
          throw new IllegalStateException("not interpreted yet");
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

  /** An element that meets a weight 1 counts as it is; one that meets a 0 counts what it lacks. */
  private static long[] product(Instruction.XnorPopcount product, long[] operand) {
    long largest = largest(product.operand().type());
    long[] sums = new long[product.weights().rows()];
    for (int row = 0; row < sums.length; row++) {
      for (int column = 0; column < operand.length; column++) {
        boolean weight = product.weights().get(row, column);
        sums[row] += weight ? operand[column] : largest - operand[column];
      }
    }
    return sums;
  }

  private static long[] threshold(Instruction.Threshold threshold, long[] operand) {
    long[] bits = new long[operand.length];
    for (int k = 0; k < bits.length; k++) {
      bits[k] = operand[k] >= threshold.thresholds().get(k) ? 1 : 0;
    }
    return bits;
  }

  private static long[] affine(Instruction.Affine affine, long[] operand) {
    long[] results = new long[operand.length];
    for (int k = 0; k < results.length; k++) {
      results[k] = affine.scale().get(k) * operand[k] + affine.offset().get(k);
    }
    return results;
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
