package dev.signet.ir;

import dev.signet.ir.IrType.Bits;
import dev.signet.ir.IrType.Integers;
import dev.signet.network.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Valid programs that no network would make: dead values, shared values, chains of reshapes. */
public final class RandomPrograms {
  private static final int[] SIZES = {1, 2, 7, 12, 63, 64, 65, 130};

  private final Random random;
  private final List<Instruction> instructions = new ArrayList<>();
  private int names;

  private RandomPrograms(Random random) {
    this.random = random;
  }

  /** A program determined by the seed. */
  public static Program tangled(long seed) {
    return new RandomPrograms(new Random(seed)).program();
  }

  /** A frame that fits the program's input, often all the same or of extreme elements. */
  public static int[] frame(Program program, Random random) {
    int max = program.input().type() instanceof Bits ? 1 : 255;
    int kind = random.nextInt(4);
    return IntStream.range(0, program.input().type().shape().size())
        .map(
            k ->
                switch (kind) {
                  case 0 -> 0;
                  case 1 -> max;
                  default -> random.nextInt(max + 1);
                })
        .toArray();
  }

  /** Random weights. */
  public static BitMatrix weights(int rows, int columns, Random random) {
    BitMatrix.Builder builder = BitMatrix.builder(rows, columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        builder.set(row, column, random.nextBoolean());
      }
    }
    return builder.build();
  }

  private Program program() {
    Shape shape = shapeOf(SIZES[random.nextInt(SIZES.length)]);
    add(
        new Instruction.Input(
            value("image", random.nextBoolean() ? new Bits(shape) : new Integers(0, 255, shape))));
    int steps = random.nextInt(12);
    for (int step = 0; step < steps; step++) {
      grow(instructions.get(random.nextInt(instructions.size())).result());
    }
    Value scores = scores();
    Value label = value("argmax", Verifier.argmaxType((Integers) scores.type()));
    add(new Instruction.Argmax(label, scores));
    if (random.nextBoolean()) {
      grow(instructions.get(random.nextInt(instructions.size())).result());
    }
    List<String> labels =
        IntStream.range(0, scores.type().shape().size())
            .mapToObj(k -> k % 5 == 3 ? "\"\\ é\n" + k : "class " + k)
            .toList();
    return Verifier.verify(
        new Program("tangled", instructions, new Program.Output("digit", scores, label, labels)));
  }

  private Value scores() {
    Value last = instructions.getLast().result();
    if (last.type() instanceof Integers) {
      return last;
    }
    Value flat = value("flat", new Bits(Shape.of(last.type().shape().size())));
    add(new Instruction.Reshape(flat, last));
    return product(flat);
  }

  private void grow(Value operand) {
    switch (operand.type()) {
      case Bits bits -> {
        if (bits.shape().rank() == 1 && random.nextInt(3) > 0) {
          product(operand);
        } else {
          add(new Instruction.Reshape(value("reshape", reshaped(bits)), operand));
        }
      }
      case Integers integers -> {
        switch (random.nextInt(6)) {
          case 0 -> add(new Instruction.Reshape(value("reshape", reshaped(integers)), operand));
          case 4, 5 -> {
            if (integers.shape().rank() == 1 && hasWholePlanes(integers)) {
              product(operand);
            }
          }
          case 1 -> affine(operand, integers);
          case 2 ->
              add(
                  new Instruction.Binarize(
                      value("binarize", new Bits(integers.shape())), operand, level(integers)));
          default ->
              add(
                  new Instruction.Threshold(
                      value("threshold", new Bits(integers.shape())),
                      operand,
                      IntStream.range(0, integers.shape().size())
                          .mapToObj(k -> level(integers))
                          .toList()));
        }
      }
    }
  }

  private Value product(Value operand) {
    int rows = SIZES[random.nextInt(SIZES.length)];
    int columns = operand.type().shape().size();
    Value result = value("dense", Instruction.XnorPopcount.resultType(operand.type(), rows));
    add(new Instruction.XnorPopcount(result, operand, weights(rows, columns, random)));
    return result;
  }

  private static boolean hasWholePlanes(Integers type) {
    return type.min() == 0
        && type.max() > 0
        && type.max() < 1 << 20
        && Long.bitCount(type.max() + 1) == 1;
  }

  private void affine(Value operand, Integers type) {
    if (type.max() > 1_000_000 || type.min() < -1_000_000) {
      return;
    }
    List<Long> scale = longs(type.shape().size(), 7);
    List<Long> offset = longs(type.shape().size(), 50);
    Instruction.Affine draft = new Instruction.Affine(operand, operand, scale, offset);
    add(
        new Instruction.Affine(
            value("affine", Verifier.affineType(draft)), operand, scale, offset));
  }

  private List<Long> longs(int count, int magnitude) {
    return LongStream.generate(() -> random.nextInt(2 * magnitude + 1) - magnitude)
        .limit(count)
        .boxed()
        .toList();
  }

  private int level(Integers type) {
    return switch (random.nextInt(4)) {
      case 0 -> (int) type.min();
      case 1 -> (int) type.max() + 1;
      default -> (int) (type.min() + random.nextLong(type.max() - type.min() + 2));
    };
  }

  private IrType reshaped(IrType type) {
    Shape shape = shapeOf(type.shape().size());
    return switch (type) {
      case Bits _ -> new Bits(shape);
      case Integers integers -> new Integers(integers.min(), integers.max(), shape);
    };
  }

  private Shape shapeOf(int size) {
    return switch (random.nextInt(4)) {
      case 0 -> Shape.of(1, size, 1);
      case 1 -> size % 2 == 0 ? Shape.of(2, size / 2) : Shape.of(size);
      default -> Shape.of(size);
    };
  }

  private Value value(String base, IrType type) {
    return new Value(names++ == 0 ? base : base + names, type);
  }

  private void add(Instruction instruction) {
    instructions.add(instruction);
  }
}
