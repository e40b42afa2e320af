package dev.signet.ir;

import dev.signet.ir.IrType.Bits;
import dev.signet.ir.IrType.Integers;
import dev.signet.network.Window;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Operations on feature maps: windows of all kinds, pools, concatenations, thermometers. */
final class RandomMapOperations {
  private static final int MOST_ELEMENTS = 3000;

  private final Random random;
  private final BiFunction<String, IrType, Value> names;

  /**
   * @param names makes a value of a name that is new
   */
  RandomMapOperations(Random random, BiFunction<String, IrType, Value> names) {
    this.random = random;
    this.names = names;
  }

  /** Whether there is an operation for values of this type. */
  static boolean mayTake(IrType type) {
    return type.shape().rank() == 3
        && type.shape().size() < MOST_ELEMENTS
        && !(type instanceof Integers i && (i.max() > 1 << 16 || i.min() < -(1 << 16)));
  }

  Instruction apply(Value operand) {
    IrType type = operand.type();
    return switch (random.nextInt(6)) {
      case 0 -> concat(operand);
      case 1 -> {
        Window window = window(type, false);
        yield new Instruction.SumPool(
            names.apply("sums", ResultTypes.sumPool(type, window)), operand, window);
      }
      case 2 -> special(operand);
      default -> slide(operand);
    };
  }

  private Instruction concat(Value operand) {
    List<Value> operands =
        IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(_ -> operand).toList();
    IrType type = ResultTypes.concat(operands.stream().map(Value::type).toList());
    return new Instruction.Concat(names.apply("concat", type), operands);
  }

  /** What only bits or only integers have. */
  private Instruction special(Value operand) {
    return switch (operand.type()) {
      case Bits bits -> {
        Window window = window(bits, false);
        yield new Instruction.Pool(
            names.apply("pool", ResultTypes.pool(bits, window)),
            operand,
            window,
            random.nextBoolean()
                ? BitMatrix.builder(1, bits.channels()).build()
                : RandomPrograms.weights(1, bits.channels(), random));
      }
      case Integers integers -> {
        List<Integer> levels =
            random
                .longs(random.nextInt(1, 4), integers.min(), integers.max() + 2)
                .sorted()
                .mapToObj(Math::toIntExact)
                .toList();
        yield new Instruction.Thermometer(
            names.apply("thermometer", ResultTypes.thermometer(integers, levels.size())),
            operand,
            levels);
      }
    };
  }

  private Instruction slide(Value operand) {
    IrType type = operand.type();
    Window window = window(type, true);
    int groups = type.channels() % 2 == 0 && random.nextInt(3) == 0 ? 2 : 1;
    Integers range = ResultTypes.range(type);
    int fill = (int) (random.nextBoolean() ? range.min() : range.max());
    return new Instruction.Slide(
        names.apply("slide", ResultTypes.slide(type, window)), operand, window, groups, fill);
  }

  private Window window(IrType type, boolean padded) {
    return new Window(
        extent(type.shape().extents().get(0), padded),
        extent(type.shape().extents().get(1), padded));
  }

  private Window.Extent extent(int length, boolean padded) {
    int kernel = random.nextInt(1, 4);
    int before = padded ? random.nextInt(kernel) : 0;
    int after = padded ? random.nextInt(kernel) : 0;
    return kernel > length + before + after
        ? Window.Extent.ONE
        : new Window.Extent(kernel, random.nextInt(1, 4), before, after);
  }
}
