package dev.signet.sim;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType.Bits;
import dev.signet.ir.IrType.Integers;
import dev.signet.ir.Program;
import dev.signet.ir.ResultTypes;
import dev.signet.ir.Value;
import dev.signet.network.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A dense network as the mathematics has it, ±1 and sums, and an inference in just that arithmetic.
 * It shares nothing with the program made from it but the numbers.
 *
 * @param input what comes in and what the first layer sees of it
 * @param binarizeAt level of an input that is binarized
 * @param weights {@code [layer][out][in]}, each ±1
 * @param sums {@code [hidden layer][out]}: the neuron is +1 where the sum is at least this
 * @param scale {@code [classes]}, of the popcount
 * @param offset {@code [classes]}
 */
@SuppressWarnings("ArrayRecordComponent")
record DenseChain(
    InputKind input, int binarizeAt, int[][][] weights, int[][] sums, long[] scale, long[] offset) {

  /** Bits; bytes that become bits; bytes that meet the weights as they are. */
  enum InputKind {
    BITS,
    BINARIZED,
    BYTES
  }

  static DenseChain random(int[] widths, InputKind input, Random random) {
    int layers = widths.length - 1;
    int[][][] weights = new int[layers][][];
    int[][] sums = new int[layers - 1][];
    for (int layer = 0; layer < layers; layer++) {
      int in = widths[layer];
      boolean bytes = input == InputKind.BYTES && layer == 0;
      int largest = bytes ? 255 * in : in;
      weights[layer] = new int[widths[layer + 1]][in];
      for (int[] row : weights[layer]) {
        Arrays.setAll(row, k -> random.nextBoolean() ? 1 : -1);
      }
      if (layer < layers - 1) {
        sums[layer] =
            Arrays.stream(weights[layer])
                .mapToInt(row -> sum(bytes, row, threshold(largest, random)))
                .toArray();
      }
    }
    int classes = widths[layers];
    long[] scale = new long[classes];
    long[] offset = new long[classes];
    boolean ties = random.nextBoolean();
    Arrays.setAll(scale, k -> ties ? 0 : random.nextInt(9) - 4);
    Arrays.setAll(offset, k -> random.nextInt(ties ? 2 : 40) - 20);
    return new DenseChain(input, random.nextInt(257), weights, sums, scale, offset);
  }

  /** The sum of a row for which the hardware counts so much. */
  private static int sum(boolean bytes, int[] row, int counted) {
    return bytes ? counted - 255 * negatives(row) : 2 * counted - row.length;
  }

  /** What the hardware counts for a sum of a row. */
  private int counted(int layer, int[] row, int sum) {
    return input == InputKind.BYTES && layer == 0
        ? sum + 255 * negatives(row)
        : (sum + row.length) / 2;
  }

  private static int negatives(int[] row) {
    return (int) Arrays.stream(row).filter(weight -> weight < 0).count();
  }

  private static int threshold(int largest, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> largest + 1;
      default -> {
        int spread = 5 + (int) Math.sqrt(largest) / 2;
        yield Math.clamp(largest / 2 + random.nextInt(spread) - spread / 2, 0, largest + 1);
      }
    };
  }

  int inputs() {
    return weights[0][0].length;
  }

  /** Sums of ±1 times what comes in. */
  Inference infer(int[] frame) {
    int[] signs =
        switch (input) {
          case BITS -> Arrays.stream(frame).map(x -> x > 0 ? 1 : -1).toArray();
          case BINARIZED -> Arrays.stream(frame).map(x -> x >= binarizeAt ? 1 : -1).toArray();
          case BYTES -> frame;
        };
    for (int layer = 0; layer < sums.length; layer++) {
      int[] totals = sums(weights[layer], signs);
      int[] limits = sums[layer];
      signs = IntStream.range(0, totals.length).map(k -> totals[k] >= limits[k] ? 1 : -1).toArray();
    }
    int[][] last = weights[weights.length - 1];
    int[] totals = sums(last, signs);
    long[] scores = new long[totals.length];
    int layer = weights.length - 1;
    Arrays.setAll(scores, k -> scale[k] * counted(layer, last[k], totals[k]) + offset[k]);
    long best = Arrays.stream(scores).max().orElseThrow();
    int label =
        IntStream.range(0, scores.length).filter(k -> scores[k] == best).findFirst().orElseThrow();
    return new Inference(label, scores);
  }

  private static int[] sums(int[][] weights, int[] signs) {
    return Arrays.stream(weights)
        .mapToInt(row -> IntStream.range(0, row.length).map(k -> row[k] * signs[k]).sum())
        .toArray();
  }

  /** The program, with the reshape on either side of a binarization. */
  Program toProgram(boolean reshapeFirst) {
    List<Instruction> instructions = new ArrayList<>();
    int inputs = inputs();
    Shape image = Shape.of(1, inputs, 1);
    Shape flat = Shape.of(inputs);
    Value value =
        new Value("image", input == InputKind.BITS ? new Bits(image) : new Integers(0, 255, image));
    instructions.add(new Instruction.Input(value));
    boolean reshapeOnly = input != InputKind.BINARIZED;
    for (int step = 0; step < (reshapeOnly ? 1 : 2); step++) {
      boolean reshape = reshapeOnly || (step == 0) == reshapeFirst;
      Shape shape = reshape ? flat : value.type().shape();
      boolean bits = input == InputKind.BITS || !reshape || value.type() instanceof Bits;
      Value next = new Value("input" + step, bits ? new Bits(shape) : new Integers(0, 255, shape));
      instructions.add(
          reshape
              ? new Instruction.Reshape(next, value)
              : new Instruction.Binarize(next, value, binarizeAt));
      value = next;
    }
    for (int layer = 0; layer < weights.length; layer++) {
      int in = weights[layer][0].length;
      Shape out = Shape.of(weights[layer].length);
      int largest = input == InputKind.BYTES && layer == 0 ? 255 * in : in;
      Value counts = new Value("dense" + (layer + 1), new Integers(0, largest, out));
      instructions.add(new Instruction.XnorPopcount(counts, value, bits(weights[layer])));
      value = counts;
      if (layer < sums.length) {
        Value signs = new Value("sign" + (layer + 1), new Bits(out));
        instructions.add(new Instruction.Threshold(signs, counts, thresholds(layer)));
        value = signs;
      }
    }
    return finish(instructions, value);
  }

  private List<Integer> thresholds(int layer) {
    return IntStream.range(0, sums[layer].length)
        .mapToObj(k -> counted(layer, weights[layer][k], sums[layer][k]))
        .toList();
  }

  private Program finish(List<Instruction> instructions, Value counts) {
    List<Long> scales = Arrays.stream(scale).boxed().toList();
    List<Long> offsets = Arrays.stream(offset).boxed().toList();
    Value scores =
        new Value(
            "scores", ResultTypes.affine(new Instruction.Affine(counts, counts, scales, offsets)));
    Value label = new Value("argmax1", ResultTypes.argmax((Integers) scores.type()));
    instructions.add(new Instruction.Affine(scores, counts, scales, offsets));
    instructions.add(new Instruction.Argmax(label, scores));
    List<String> labels = IntStream.range(0, scale.length).mapToObj(String::valueOf).toList();
    return new Program("chain", instructions, new Program.Output("digit", scores, label, labels));
  }

  private static BitMatrix bits(int[][] signs) {
    BitMatrix.Builder builder = BitMatrix.builder(signs.length, signs[0].length);
    for (int row = 0; row < signs.length; row++) {
      for (int column = 0; column < signs[row].length; column++) {
        builder.set(row, column, signs[row][column] > 0);
      }
    }
    return builder.build();
  }
}
