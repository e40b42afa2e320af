package dev.signet.schedule;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import dev.signet.ir.Verifier;
import dev.signet.network.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Dense chains with random weights, thresholds at both ends included, and scores that tie often.
 */
public final class RandomPrograms {
  private RandomPrograms() {}

  /**
   * A chain.
   *
   * @param widths number of inputs, then of neurons of each layer; the last is the number of
   *     classes
   * @param bytes whether the input is bytes, binarized
   */
  public static Program chain(String name, Random random, boolean bytes, int... widths) {
    List<Instruction> instructions = new ArrayList<>();
    Shape inputShape = Shape.of(widths[0]);
    IrType inputType =
        bytes ? new IrType.Integers(0, 255, inputShape) : new IrType.Bits(inputShape);
    Value value = new Value("image", inputType);
    instructions.add(new Instruction.Input(value));
    if (bytes) {
      Value bits = new Value("binarize1", new IrType.Bits(inputShape));
      instructions.add(new Instruction.Binarize(bits, value, random.nextInt(1, 256)));
      value = bits;
    }
    for (int layer = 1; layer < widths.length; layer++) {
      int inputs = widths[layer - 1];
      int neurons = widths[layer];
      Shape shape = Shape.of(neurons);
      Value counts = new Value("dense" + layer, new IrType.Integers(0, inputs, shape));
      instructions.add(
          new Instruction.XnorPopcount(counts, value, weights(random, neurons, inputs)));
      if (layer < widths.length - 1) {
        value = new Value("sign" + layer, new IrType.Bits(shape));
        List<Integer> thresholds =
            IntStream.range(0, neurons).mapToObj(_ -> threshold(random, inputs)).toList();
        instructions.add(new Instruction.Threshold(value, counts, thresholds));
      } else {
        value = counts;
      }
    }
    int classes = widths[widths.length - 1];
    boolean plain = random.nextInt(3) == 0;
    int inputs = widths[widths.length - 2];
    List<Long> scale =
        IntStream.range(0, classes)
            .mapToObj(_ -> plain ? 2L : random.nextInt(-6, 20))
            .map(Number::longValue)
            .toList();
    List<Long> offset =
        IntStream.range(0, classes)
            .mapToObj(_ -> plain ? -inputs : random.nextInt(-40, 40))
            .map(Number::longValue)
            .toList();
    Instruction.Affine untyped =
        new Instruction.Affine(new Value("scores", value.type()), value, scale, offset);
    Value scores = new Value("scores", Verifier.affineType(untyped));
    instructions.add(new Instruction.Affine(scores, value, scale, offset));
    Value label = new Value("argmax1", Verifier.argmaxType((IrType.Integers) scores.type()));
    instructions.add(new Instruction.Argmax(label, scores));
    List<String> labels = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return Verifier.verify(
        new Program(name, instructions, new Program.Output("digit", scores, label, labels)));
  }

  /** Frames for a program: bytes over the whole range, or bits. */
  public static byte[] frames(Random random, Program program, int frames) {
    byte[] elements = new byte[frames * program.input().type().shape().size()];
    random.nextBytes(elements);
    if (program.input().type() instanceof IrType.Bits) {
      for (int i = 0; i < elements.length; i++) {
        elements[i] &= 1;
      }
    }
    return elements;
  }

  private static int threshold(Random random, int inputs) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> inputs + 1;
      default ->
          Math.clamp(
              Math.round(0.5 * inputs + random.nextGaussian() * Math.sqrt(inputs)), 0, inputs + 1);
    };
  }

  private static BitMatrix weights(Random random, int rows, int columns) {
    BitMatrix.Builder builder = BitMatrix.builder(rows, columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        builder.set(row, column, random.nextBoolean());
      }
    }
    return builder.build();
  }
}
