package dev.signet.schedule;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.ResultTypes;
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

  /** What comes in, and what the first layer sees of it. */
  public enum InputKind {
    BITS,
    BINARIZED,
    BYTES
  }

  /**
   * A chain.
   *
   * @param widths number of inputs, then of neurons of each layer; the last is the number of
   *     classes
   */
  public static Program chain(String name, Random random, InputKind input, int... widths) {
    List<Instruction> instructions = new ArrayList<>();
    Shape inputShape = Shape.of(widths[0]);
    IrType inputType =
        input == InputKind.BITS
            ? new IrType.Bits(inputShape)
            : new IrType.Integers(0, 255, inputShape);
    Value value = new Value("image", inputType);
    instructions.add(new Instruction.Input(value));
    if (input == InputKind.BINARIZED) {
      Value bits = new Value("binarize1", new IrType.Bits(inputShape));
      instructions.add(new Instruction.Binarize(bits, value, random.nextInt(1, 256)));
      value = bits;
    }
    for (int layer = 1; layer < widths.length; layer++) {
      int inputs = widths[layer - 1];
      int neurons = widths[layer];
      Shape shape = Shape.of(neurons);
      IrType.Integers sums = Instruction.XnorPopcount.resultType(value.type(), neurons);
      Value counts = new Value("dense" + layer, sums);
      instructions.add(
          new Instruction.XnorPopcount(counts, value, weights(random, neurons, inputs)));
      if (layer < widths.length - 1) {
        value = new Value("sign" + layer, new IrType.Bits(shape));
        List<Integer> thresholds =
            IntStream.range(0, neurons)
                .mapToObj(_ -> threshold(random, inputs, (int) sums.max()))
                .toList();
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
    Value scores = new Value("scores", ResultTypes.affine(untyped));
    instructions.add(new Instruction.Affine(scores, value, scale, offset));
    Value label = new Value("argmax1", ResultTypes.argmax((IrType.Integers) scores.type()));
    instructions.add(new Instruction.Argmax(label, scores));
    List<String> labels = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return Verifier.verify(
        new Program(name, instructions, new Program.Output("digit", scores, label, labels)));
  }

  /**
   * Frames for a program: bytes over the whole range, or bits. One in three agrees in every bit
   * with some neuron of the first layer, and one in three with none of its bits.
   */
  public static byte[] frames(Random random, Program program, int frames) {
    int size = program.input().type().shape().size();
    BitMatrix weights = firstWeights(program);
    int most = program.input().type() instanceof IrType.Bits ? 1 : 255;
    byte[] elements = new byte[frames * size];
    for (int frame = 0; frame < frames; frame++) {
      int row = random.nextInt(weights.rows());
      int kind = random.nextInt(3);
      for (int k = 0; k < size; k++) {
        int element =
            switch (kind) {
              case 0 -> weights.get(row, k % weights.columns()) ? most : 0;
              case 1 -> weights.get(row, k % weights.columns()) ? 0 : most;
              default -> random.nextInt(most + 1);
            };
        elements[frame * size + k] = (byte) element;
      }
    }
    return elements;
  }

  private static BitMatrix firstWeights(Program program) {
    return program.instructions().stream()
        .filter(Instruction.XnorPopcount.class::isInstance)
        .map(Instruction.XnorPopcount.class::cast)
        .findFirst()
        .orElseThrow()
        .weights();
  }

  private static int threshold(Random random, int inputs, int span) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> span + 1;
      default ->
          Math.clamp(
              Math.round(0.5 * span + random.nextGaussian() * span / Math.sqrt(inputs)),
              0,
              span + 1);
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
