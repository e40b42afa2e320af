package dev.signet.ir;

import dev.signet.ir.IrType.Bits;
import dev.signet.ir.IrType.Integers;
import dev.signet.network.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Holds a program to the rules of the IR; run after everything that makes or changes one. */
public final class Verifier {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private final Program program;
  private final Map<String, Value> defined = new HashMap<>();

  private Verifier(Program program) {
    this.program = program;
  }

  /**
   * Checks every rule.
   *
   * @return the same program
   * @throws IrException when a rule is broken; the message names the value
   */
  public static Program verify(Program program) {
    new Verifier(program).check();
    return program;
  }

  private void check() {
    require(NAME.matcher(program.name()).matches(), program.name(), "is no identifier");
    require(!program.instructions().isEmpty(), program.name(), "has no instructions");
    for (int index = 0; index < program.instructions().size(); index++) {
      Instruction instruction = program.instructions().get(index);
      Value result = instruction.result();
      require(
          (instruction instanceof Instruction.Input) == (index == 0),
          result,
          "input comes first, and once");
      for (Value operand : instruction.operands()) {
        require(
            operand.equals(defined.get(operand.name())),
            result,
            "uses " + operand + ", which is not defined before");
      }
      checkTypes(instruction);
      require(NAME.matcher(result.name()).matches(), result, "is no identifier");
      require(defined.put(result.name(), result) == null, result, "is defined twice");
    }
    checkOutput(program.output());
  }

  private static void checkTypes(Instruction instruction) {
    switch (instruction) {
      case Instruction.Input input -> checkInput(input);
      case Instruction.Binarize binarize -> checkBinarize(binarize);
      case Instruction.Reshape reshape -> checkReshape(reshape);
      case Instruction.XnorPopcount product -> checkXnorPopcount(product);
      case Instruction.Threshold threshold -> checkThreshold(threshold);
      case Instruction.Affine affine -> checkAffine(affine);
      case Instruction.Argmax argmax -> checkArgmax(argmax);
      case Instruction.Thermometer _,
          Instruction.ChannelsLast _,
          Instruction.Slide _,
          Instruction.Pool _,
          Instruction.SumPool _,
          Instruction.Add _,
          Instruction.Concat _ ->
          throw new IllegalStateException("not checked yet");
    }
  }

  private static void checkInput(Instruction.Input input) {
    require(
        input.result().type() instanceof Bits
            || (input.result().type() instanceof Integers i && i.min() == 0 && i.max() == 255),
        input.result(),
        "an input holds bits or int<0..255>");
  }

  private static void checkBinarize(Instruction.Binarize binarize) {
    Value result = binarize.result();
    Integers operand = integers(result, binarize.operand());
    require(
        result.type().equals(new Bits(operand.shape())),
        result,
        "binarize keeps the shape " + operand.shape());
    require(
        binarize.at() >= operand.min() && binarize.at() - 1L <= operand.max(),
        result,
        "binarize at " + binarize.at() + " is outside " + operand);
  }

  private static void checkReshape(Instruction.Reshape reshape) {
    Value result = reshape.result();
    IrType operand = reshape.operand().type();
    IrType expected =
        switch (operand) {
          case Bits _ -> new Bits(result.type().shape());
          case Integers i -> new Integers(i.min(), i.max(), result.type().shape());
        };
    require(
        result.type().equals(expected) && operand.shape().size() == result.type().shape().size(),
        result,
        "reshape from " + operand + " to " + result.type());
  }

  private static void checkXnorPopcount(Instruction.XnorPopcount product) {
    Value result = product.result();
    BitMatrix weights = product.weights();
    IrType operand = product.operand().type();
    require(
        operand.shape().rank() == 1
            && operand.shape().size() == weights.columns()
            && hasWholePlanes(operand),
        result,
        "weights " + weights + " meet " + operand);
    IrType expected = Instruction.XnorPopcount.resultType(operand, weights.rows());
    require(
        result.type().equals(expected),
        result,
        "weights " + weights + " give " + expected + ", not " + result.type());
    require(
        product.span() < Integer.MAX_VALUE,
        result,
        "sums up to " + product.span() + " are too large");
  }

  /** Whether all patterns of as many bits as the largest element has are elements. */
  private static boolean hasWholePlanes(IrType type) {
    return switch (type) {
      case Bits _ -> true;
      case Integers integers ->
          integers.min() == 0
              && integers.max() >= 1
              && integers.max() <= Integer.MAX_VALUE
              && (integers.max() & (integers.max() + 1)) == 0;
    };
  }

  private static void checkThreshold(Instruction.Threshold threshold) {
    Value result = threshold.result();
    Integers operand = integers(result, threshold.operand());
    require(
        result.type().equals(new Bits(operand.shape())),
        result,
        "threshold keeps the shape " + operand.shape());
    requireSize(result, operand, threshold.thresholds());
    for (int level : threshold.thresholds()) {
      require(
          level >= operand.min() && level - 1L <= operand.max(),
          result,
          "threshold " + level + " for " + operand);
    }
  }

  private static void checkAffine(Instruction.Affine affine) {
    Value result = affine.result();
    Integers operand = integers(result, affine.operand());
    requireSize(result, operand, affine.scale());
    requireSize(result, operand, affine.offset());
    require(result.type().equals(affineType(affine)), result, "affine gives " + affineType(affine));
  }

  private static void checkArgmax(Instruction.Argmax argmax) {
    Value result = argmax.result();
    Integers operand = integers(result, argmax.operand());
    require(
        result.type().equals(argmaxType(operand)), result, "argmax gives " + argmaxType(operand));
  }

  /**
   * The tightest type of an affine's result.
   *
   * @throws IrException when the operand is not of integers, or a result may not fit 64 bits
   */
  public static Integers affineType(Instruction.Affine affine) {
    Integers operand = integers(affine.result(), affine.operand());
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int k = 0; k < affine.scale().size(); k++) {
      long low = affineOf(affine, k, operand.min());
      long high = affineOf(affine, k, operand.max());
      min = Math.min(min, Math.min(low, high));
      max = Math.max(max, Math.max(low, high));
    }
    return new Integers(min, max, operand.shape());
  }

  private static long affineOf(Instruction.Affine affine, int k, long x) {
    long scale = affine.scale().get(k);
    long offset = affine.offset().get(k);
    try {
      return Math.addExact(Math.multiplyExact(scale, x), offset);
    } catch (ArithmeticException e) {
      throw new IrException(
          affine.result(),
          "element " + k + ", " + scale + " × " + x + " + " + offset + ", does not fit 64 bits");
    }
  }

  /** The type of an argmax over scores of this type. */
  public static Integers argmaxType(Integers scores) {
    return new Integers(0, scores.shape().size() - 1L, Shape.of(1));
  }

  private void checkOutput(Program.Output output) {
    require(
        output.scores().equals(defined.get(output.scores().name())),
        output.scores(),
        "is not defined");
    require(
        output.label().equals(defined.get(output.label().name())),
        output.label(),
        "is not defined");
    Integers scores = integers(output.label(), output.scores());
    require(
        output.label().type().equals(argmaxType(scores)),
        output.label(),
        "is no class of " + output.scores());
    requireSize(output.scores(), scores, output.labels());
  }

  private static Integers integers(Value result, Value operand) {
    if (operand.type() instanceof Integers integers) {
      return integers;
    }
    throw new IrException(result, "takes integers, but " + operand + " is " + operand.type());
  }

  private static void requireSize(Value result, Integers operand, List<?> parameters) {
    require(
        parameters.size() == operand.shape().size(),
        result,
        parameters.size() + " parameters for " + operand);
  }

  private static void require(boolean condition, Object where, String message) {
    if (!condition) {
      throw new IrException(where, message);
    }
  }
}
