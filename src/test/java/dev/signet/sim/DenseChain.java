package dev.signet.sim;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType.Bits;
import dev.signet.ir.IrType.Integers;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import dev.signet.ir.Verifier;
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
 * @param binarizeAt level of the u8 input; the input is bits when negative
 * @param weights {@code [layer][out][in]}, each ±1
 * @param sums {@code [hidden layer][out]}: the neuron is +1 where the sum is at least this
 * @param scale {@code [classes]}, of the popcount
 * @param offset {@code [classes]}
 */
@SuppressWarnings("ArrayRecordComponent")
record DenseChain(int binarizeAt, int[][][] weights, int[][] sums, long[] scale, long[] offset) {

  static DenseChain random(int[] widths, boolean bitsIn, Random random) {
    int layers = widths.length - 1;
    int[][][] weights = new int[layers][][];
    int[][] sums = new int[layers - 1][];
    for (int layer = 0; layer < layers; layer++) {
      int in = widths[layer];
      weights[layer] = new int[widths[layer + 1]][in];
      for (int[] row : weights[layer]) {
        Arrays.setAll(row, k -> random.nextBoolean() ? 1 : -1);
      }
      if (layer < layers - 1) {
        sums[layer] =
            IntStream.range(0, widths[layer + 1])
                .map(k -> 2 * threshold(in, random) - in)
                .toArray();
      }
    }
    int classes = widths[layers];
    long[] scale = new long[classes];
    long[] offset = new long[classes];
    boolean ties = random.nextBoolean();
    Arrays.setAll(scale, k -> ties ? 0 : random.nextInt(9) - 4);
    Arrays.setAll(offset, k -> random.nextInt(ties ? 2 : 40) - 20);
    return new DenseChain(bitsIn ? -1 : random.nextInt(257), weights, sums, scale, offset);
  }

  private static int threshold(int in, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> in + 1;
      default -> Math.clamp(in / 2 + random.nextInt(5) - 2, 0, in + 1);
    };
  }

  int inputs() {
    return weights[0][0].length;
  }

  /** Sums of ±1 throughout; s + n = 2 × popcount. */
  Inference infer(int[] frame) {
    int[] signs =
        Arrays.stream(frame).map(x -> x >= (binarizeAt < 0 ? 1 : binarizeAt) ? 1 : -1).toArray();
    for (int layer = 0; layer < sums.length; layer++) {
      int[] totals = sums(weights[layer], signs);
      int[] limits = sums[layer];
      signs = IntStream.range(0, totals.length).map(k -> totals[k] >= limits[k] ? 1 : -1).toArray();
    }
    int[][] last = weights[weights.length - 1];
    int[] totals = sums(last, signs);
    long[] scores = new long[totals.length];
    Arrays.setAll(scores, k -> scale[k] * ((totals[k] + last[k].length) / 2) + offset[k]);
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

  /** The program, with the reshape on either side of the binarization. */
  Program toProgram(boolean reshapeFirst) {
    List<Instruction> instructions = new ArrayList<>();
    int inputs = inputs();
    Shape image = Shape.of(1, inputs, 1);
    Shape flat = Shape.of(inputs);
    Value value;
    if (binarizeAt < 0) {
      value = new Value("image", new Bits(image));
      instructions.add(new Instruction.Input(value));
      Value reshaped = new Value("flatten1", new Bits(flat));
      instructions.add(new Instruction.Reshape(reshaped, value));
      value = reshaped;
    } else {
      value = new Value("image", new Integers(0, 255, image));
      instructions.add(new Instruction.Input(value));
      Value first = new Value("first", reshapeFirst ? new Integers(0, 255, flat) : new Bits(image));
      Value second = new Value("second", new Bits(flat));
      instructions.add(
          reshapeFirst
              ? new Instruction.Reshape(first, value)
              : new Instruction.Binarize(first, value, binarizeAt));
      instructions.add(
          reshapeFirst
              ? new Instruction.Binarize(second, first, binarizeAt)
              : new Instruction.Reshape(second, first));
      value = second;
    }
    for (int layer = 0; layer < weights.length; layer++) {
      int in = weights[layer][0].length;
      Shape out = Shape.of(weights[layer].length);
      Value counts = new Value("dense" + (layer + 1), new Integers(0, in, out));
      instructions.add(new Instruction.XnorPopcount(counts, value, bits(weights[layer])));
      value = counts;
      if (layer < sums.length) {
        Value signs = new Value("sign" + (layer + 1), new Bits(out));
        instructions.add(
            new Instruction.Threshold(
                signs, counts, Arrays.stream(sums[layer]).mapToObj(s -> (s + in) / 2).toList()));
        value = signs;
      }
    }
    return finish(instructions, value);
  }

  private Program finish(List<Instruction> instructions, Value counts) {
    List<Long> scales = Arrays.stream(scale).boxed().toList();
    List<Long> offsets = Arrays.stream(offset).boxed().toList();
    Value scores =
        new Value(
            "scores", Verifier.affineType(new Instruction.Affine(counts, counts, scales, offsets)));
    Value label = new Value("argmax1", Verifier.argmaxType((Integers) scores.type()));
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
