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
  private static final List<Shape> MAPS =
      List.of(
          Shape.of(3, 4, 5),
          Shape.of(5, 4, 2),
          Shape.of(1, 9, 3),
          Shape.of(2, 2, 64),
          Shape.of(3, 3, 66),
          Shape.of(6, 1, 128));

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
    Shape shape =
        random.nextBoolean()
            ? MAPS.get(random.nextInt(MAPS.size()))
            : shapeOf(SIZES[random.nextInt(SIZES.length)]);
    add(
        new Instruction.Input(
            value("image", random.nextBoolean() ? new Bits(shape) : new Integers(0, 255, shape))));
    int steps = random.nextInt(12);
    for (int step = 0; step < steps; step++) {
      grow(instructions.get(random.nextInt(instructions.size())).result());
    }
    Value scores = scores();
    Value label = value("argmax", ResultTypes.argmax((Integers) scores.type()));
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
    if (RandomMapOperations.mayTake(operand.type()) && random.nextInt(3) > 0) {
      add(new RandomMapOperations(random, this::value).apply(operand));
      return;
    }
    switch (operand.type()) {
      case Bits bits -> {
        if (hasPlaces(bits) && random.nextInt(3) > 0) {
          product(operand);
        } else {
          elementwise(operand);
        }
      }
      case Integers integers -> {
        switch (random.nextInt(6)) {
          case 0 -> elementwise(operand);
          case 4, 5 -> {
            if (hasPlaces(integers) && hasWholePlanes(integers)) {
              product(operand);
            }
          }
          case 1 -> affine(operand, integers);
          case 2 ->
              add(
                  new Instruction.Binarize(
                      value("binarize", new Bits(integers.shape())), operand, level(integers)));
          default -> threshold(operand, integers);
        }
      }
    }
  }

  private void elementwise(Value operand) {
    IrType type = operand.type();
    List<Value> alike =
        instructions.stream()
            .map(Instruction::result)
            .filter(other -> other.type().shape().equals(type.shape()))
            .filter(other -> isSmall(other.type()))
            .toList();
    if (isSmall(type) && random.nextBoolean()) {
      Value other = alike.get(random.nextInt(alike.size()));
      add(new Instruction.Add(value("add", ResultTypes.add(type, other.type())), operand, other));
    } else if (type.shape().rank() < 4 && type.shape().rank() > 1 && random.nextBoolean()) {
      add(new Instruction.ChannelsLast(value("turned", ResultTypes.channelsLast(type)), operand));
    } else {
      add(
          new Instruction.Reshape(
              value("reshape", type.reshaped(shapeOf(type.shape().size()))), operand));
    }
  }

  private static boolean isSmall(IrType type) {
    return type instanceof Bits
        || (type instanceof Integers i && i.max() < 1 << 20 && i.min() > -(1 << 20));
  }

  private static boolean hasPlaces(IrType type) {
    return type.shape().rank() == 1 || type.shape().rank() == 3;
  }

  private void threshold(Value operand, Integers type) {
    if (!hasPlaces(type)) {
      return;
    }
    int steps = random.nextInt(3) == 0 ? random.nextInt(2, 5) : 1;
    Borders borders = borders(type);
    List<Integer> levels = new ArrayList<>();
    for (int k = 0; k < borders.classes() * type.channels(); k++) {
      IntStream.range(0, steps).map(_ -> level(type)).sorted().forEach(levels::add);
    }
    IrType result = steps == 1 ? new Bits(type.shape()) : new Integers(0, steps, type.shape());
    add(new Instruction.Threshold(value("threshold", result), operand, levels, borders));
  }

  private Borders borders(IrType type) {
    if (type.shape().rank() != 3 || random.nextInt(3) == 0) {
      return Borders.NONE;
    }
    return new Borders(
        classes(type.shape().extents().get(0)), classes(type.shape().extents().get(1)));
  }

  /** Up to three classes; none at all at times. */
  private List<Integer> classes(int places) {
    return random.nextInt(4) == 0
        ? List.of()
        : random.ints(places, 0, Math.min(places, 3)).boxed().toList();
  }

  private Value product(Value operand) {
    int channels = operand.type().channels();
    int groups =
        channels % 2 == 0 && random.nextInt(3) == 0 ? random.nextBoolean() ? 2 : channels : 1;
    int rows =
        groups == 1 && operand.type().places() == 1
            ? SIZES[random.nextInt(SIZES.length)]
            : groups * random.nextInt(1, groups > 8 ? 2 : 9);
    Value result =
        value("dense", Instruction.XnorPopcount.resultType(operand.type(), rows, groups));
    add(
        new Instruction.XnorPopcount(
            result, operand, weights(rows, channels / groups, random), groups));
    return result;
  }

  private static boolean hasWholePlanes(Integers type) {
    return type.min() == 0
        && type.max() > 0
        && type.max() < 1 << 20
        && Long.bitCount(type.max() + 1) == 1;
  }

  private void affine(Value operand, Integers type) {
    if (!isSmall(type) || !hasPlaces(type)) {
      return;
    }
    Borders borders = borders(type);
    List<Long> scale = longs(type.channels(), 7);
    List<Long> offset = longs(borders.classes() * type.channels(), 50);
    Instruction.Affine draft = new Instruction.Affine(operand, operand, scale, offset, borders);
    add(
        new Instruction.Affine(
            value("affine", ResultTypes.affine(draft)), operand, scale, offset, borders));
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
