package dev.signet.schedule;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Borders;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.ResultTypes;
import dev.signet.ir.Value;
import dev.signet.ir.Verifier;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import dev.signet.sim.FrameBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Small networks of feature maps with random weights, thresholds and classes of places; built step
 * by step, or drawn at random.
 */
public final class RandomNetworks {
  private final Random random;
  private final List<Instruction> instructions = new ArrayList<>();
  private int values;

  /** An empty network. */
  public RandomNetworks(Random random) {
    this.random = random;
  }

  /** What is done to the input. */
  public enum Pixels {
    BITS,
    BINARIZED,
    THERMOMETER,
    BYTES
  }

  /** The input, as a map {@code [height, width, channels]}. */
  public Value input(Pixels pixels, int channels, int height, int width) {
    Shape shape = Shape.of(channels, height, width);
    IrType type =
        pixels == Pixels.BITS ? new IrType.Bits(shape) : new IrType.Integers(0, 255, shape);
    Value image = put(new Instruction.Input(value("image", type)));
    Value map =
        channels == 1 && random.nextBoolean()
            ? reshape(image, Shape.of(height, width, 1))
            : put(
                new Instruction.ChannelsLast(
                    value("channels_last", ResultTypes.channelsLast(type)), image));
    return switch (pixels) {
      case BITS, BYTES -> map;
      case BINARIZED ->
          put(
              new Instruction.Binarize(
                  value("binarize", new IrType.Bits(map.type().shape())),
                  map,
                  random.nextInt(257)));
      case THERMOMETER -> {
        List<Integer> levels = random.ints(1 + random.nextInt(3), 0, 257).sorted().boxed().toList();
        yield put(
            new Instruction.Thermometer(
                value("thermometer", ResultTypes.thermometer(map.type(), levels.size())),
                map,
                levels));
      }
    };
  }

  /** The same elements in another shape. */
  public Value reshape(Value operand, Shape shape) {
    return put(new Instruction.Reshape(value("reshape", operand.type().reshaped(shape)), operand));
  }

  /** The sums of a convolution. */
  public Value conv(Value operand, int channels, Window window, int groups, int fill) {
    Value slide =
        put(
            new Instruction.Slide(
                value("slide", ResultTypes.slide(operand.type(), window)),
                operand,
                window,
                groups,
                fill));
    return product("conv", slide, channels, groups);
  }

  /** The sums of dense neurons, or of such at each place. */
  public Value dense(Value operand, int neurons) {
    return product("dense", operand, neurons, 1);
  }

  private Value product(String name, Value operand, int neurons, int groups) {
    int columns = operand.type().channels() / groups;
    BitMatrix.Builder weights = BitMatrix.builder(neurons, columns);
    for (int row = 0; row < neurons; row++) {
      for (int column = 0; column < columns; column++) {
        weights.set(row, column, random.nextBoolean());
      }
    }
    Value result =
        value(name, Instruction.XnorPopcount.resultType(operand.type(), neurons, groups));
    return put(new Instruction.XnorPopcount(result, operand, weights.build(), groups));
  }

  /** Thresholds. */
  public Value threshold(Value operand, int steps, Borders borders) {
    IrType.Integers sums = (IrType.Integers) operand.type();
    List<Integer> levels = new ArrayList<>();
    for (int group = 0; group < borders.classes() * sums.channels(); group++) {
      IntStream.range(0, steps).map(_ -> level(sums)).sorted().forEach(levels::add);
    }
    IrType type =
        steps == 1 ? new IrType.Bits(sums.shape()) : new IrType.Integers(0, steps, sums.shape());
    return put(
        new Instruction.Threshold(
            value(steps == 1 ? "sign" : "quantize", type), operand, levels, borders));
  }

  private int level(IrType.Integers sums) {
    double middle = (sums.min() + sums.max()) / 2.0;
    double spread = (sums.max() - sums.min()) / 6.0 + 1;
    return switch (random.nextInt(10)) {
      case 0 -> (int) sums.min();
      case 1 -> (int) sums.max() + 1;
      default ->
          (int)
              Math.clamp(
                  Math.round(middle + random.nextGaussian() * spread), sums.min(), sums.max() + 1);
    };
  }

  /** Random classes of the places of a map. */
  public Borders borders(IrType type) {
    List<Integer> extents = type.shape().extents();
    return switch (random.nextInt(4)) {
      case 0 -> new Borders(classes(extents.get(0)), classes(extents.get(1)));
      case 1 -> new Borders(classes(extents.get(0)), List.of());
      case 2 -> new Borders(List.of(), classes(extents.get(1)));
      default -> Borders.NONE;
    };
  }

  private List<Integer> classes(int places) {
    int most = 1 + random.nextInt(Math.min(places, 3));
    return IntStream.range(0, places).mapToObj(_ -> random.nextInt(most)).toList();
  }

  /** Pooled bits. */
  public Value pool(Value operand, Window window) {
    int channels = operand.type().channels();
    BitMatrix.Builder all = BitMatrix.builder(1, channels);
    int kind = random.nextInt(3);
    for (int channel = 0; channel < channels; channel++) {
      all.set(0, channel, kind == 0 || (kind == 1 && random.nextBoolean()));
    }
    return put(
        new Instruction.Pool(
            value("pool", ResultTypes.pool(operand.type(), window)), operand, window, all.build()));
  }

  /** Sums under a window. */
  public Value sumPool(Value operand, Window window) {
    return put(
        new Instruction.SumPool(
            value("sums", ResultTypes.sumPool(operand.type(), window)), operand, window));
  }

  /** The sum of two maps. */
  public Value add(Value left, Value right) {
    return put(
        new Instruction.Add(value("add", ResultTypes.add(left.type(), right.type())), left, right));
  }

  /** The channels of maps. */
  public Value concat(List<Value> operands) {
    return put(
        new Instruction.Concat(
            value("concat", ResultTypes.concat(operands.stream().map(Value::type).toList())),
            operands));
  }

  /** An affine function of sums, some of it falling. */
  public Value affine(Value operand, Borders borders) {
    int channels = operand.type().channels();
    List<Long> scale =
        IntStream.range(0, channels).mapToObj(_ -> random.nextBoolean() ? 1L : -1L).toList();
    List<Long> offset =
        IntStream.range(0, borders.classes() * channels)
            .mapToObj(_ -> (long) random.nextInt(-9, 40))
            .toList();
    Instruction.Affine untyped = new Instruction.Affine(operand, operand, scale, offset, borders);
    return put(
        new Instruction.Affine(
            value("affine", ResultTypes.affine(untyped)), operand, scale, offset, borders));
  }

  /** The whole network, ending in scores of these sums. */
  public Program program(String name, Value sums) {
    int classes = sums.type().shape().size();
    Value flat = sums.type().shape().rank() == 1 ? sums : reshape(sums, Shape.of(classes));
    List<Long> scale =
        IntStream.range(0, classes).mapToObj(_ -> (long) random.nextInt(-6, 20)).toList();
    List<Long> offset =
        IntStream.range(0, classes).mapToObj(_ -> (long) random.nextInt(-40, 40)).toList();
    Value scores =
        value("scores", ResultTypes.affine(new Instruction.Affine(flat, flat, scale, offset)));
    put(new Instruction.Affine(scores, flat, scale, offset));
    Value label =
        put(new Instruction.Argmax(value("argmax", ResultTypes.argmax(scores.type())), scores));
    List<String> labels = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return Verifier.verify(
        new Program(name, instructions, new Program.Output("digit", scores, label, labels)));
  }

  private Value value(String name, IrType type) {
    return new Value(name + ++values, type);
  }

  private Value put(Instruction instruction) {
    instructions.add(instruction);
    return instruction.result();
  }

  /** A network of a few operations. */
  public static Program random(String name, Random random) {
    RandomNetworks network = new RandomNetworks(random);
    Value map =
        network.input(
            Pixels.values()[random.nextInt(Pixels.values().length)],
            1 + random.nextInt(4),
            random.nextInt(4) == 0 ? 1 : 2 + random.nextInt(6),
            2 + random.nextInt(6));
    int operations = 1 + random.nextInt(4);
    for (int operation = 0; operation < operations; operation++) {
      map = network.operation(map, random.nextInt(8));
    }
    return network.program(name, network.ending(map));
  }

  private Value operation(Value map, int kind) {
    IrType type = map.type();
    boolean summed = type instanceof IrType.Integers integers && !isWhole(integers);
    return switch (kind) {
      case 0 -> type instanceof IrType.Bits ? pool(map, window(type, false)) : convolved(map);
      case 1 -> summed || isByte(type) ? convolved(map) : averaged(map);
      case 2, 3 -> residual(map);
      case 4 -> joined(map);
      default -> convolved(map);
    };
  }

  private static boolean isWhole(IrType.Integers type) {
    return type.min() == 0 && Long.bitCount(type.max() + 1) == 1;
  }

  private static boolean isByte(IrType type) {
    return type instanceof IrType.Integers integers && integers.max() == 255;
  }

  private Value averaged(Value map) {
    Value sums = sumPool(map, window(map.type(), false));
    return threshold(sums, 1, borders(sums.type()));
  }

  /** Windows at places whose sums get thresholds. */
  private Value convolved(Value map) {
    int channels = map.type().channels();
    int groups = channels % 2 == 0 && random.nextInt(3) == 0 ? 2 : 1;
    groups = random.nextInt(6) == 0 ? channels : groups;
    int results = groups * (1 + random.nextInt(groups > 2 ? 2 : 4));
    Value sums = conv(map, results, window(map.type(), true), groups, fill(map.type()));
    return threshold(sums, steps(), borders(sums.type()));
  }

  private int steps() {
    return random.nextInt(4) == 0 ? 3 : 1;
  }

  private int fill(IrType type) {
    return type instanceof IrType.Bits ? random.nextInt(2) : 0;
  }

  /** The map as it is, or through a window of one place, and what two windows make of it. */
  private Value residual(Value map) {
    IrType type = map.type();
    int channels = type.channels();
    Window same =
        new Window(same(type.shape().extents().get(0)), same(type.shape().extents().get(1)));
    Value inner = conv(map, channels, same, 1, fill(type));
    if (random.nextBoolean()) {
      Value bits = threshold(inner, 1, borders(inner.type()));
      inner = conv(bits, channels, same, 1, random.nextInt(2));
    }
    Value straight =
        type instanceof IrType.Bits || random.nextBoolean() ? map : dense(map, channels);
    Value sums = random.nextBoolean() ? add(straight, inner) : add(inner, straight);
    if (random.nextBoolean()) {
      sums = affine(sums, borders(sums.type()));
    }
    return threshold(sums, steps(), borders(sums.type()));
  }

  private Value joined(Value map) {
    IrType type = map.type();
    Window same =
        new Window(same(type.shape().extents().get(0)), same(type.shape().extents().get(1)));
    List<Value> parts = new ArrayList<>();
    int steps = steps();
    for (int part = 0; part < 1 + random.nextInt(3); part++) {
      Value sums =
          random.nextInt(3) == 0
              ? dense(map, 1 + random.nextInt(4))
              : conv(map, 1 + random.nextInt(4), same, 1, fill(type));
      parts.add(threshold(sums, steps, borders(sums.type())));
    }
    if (parts.getFirst().type().reshaped(type.shape()).equals(type)) {
      parts.add(random.nextInt(parts.size() + 1), map);
    }
    return concat(parts);
  }

  private Window.Extent same(int length) {
    return Window.Extent.same(1 + random.nextInt(3), 1, length);
  }

  private Window window(IrType type, boolean padded) {
    return new Window(
        extent(type.shape().extents().get(0), padded),
        extent(type.shape().extents().get(1), padded));
  }

  private Window.Extent extent(int length, boolean padded) {
    int kernel = 1 + random.nextInt(4);
    int before = padded ? random.nextInt(kernel) : 0;
    int after = padded ? random.nextInt(kernel) : 0;
    return kernel > length + before + after
        ? Window.Extent.ONE
        : new Window.Extent(kernel, 1 + random.nextInt(3), before, after);
  }

  /** Sums of as many classes as there may be. */
  private Value ending(Value map) {
    IrType type = map.type();
    if (type.channels() <= 10 && random.nextInt(3) == 0) {
      List<Integer> extents = type.shape().extents();
      return sumPool(
          map,
          new Window(
              Window.Extent.valid(extents.get(0), 1), Window.Extent.valid(extents.get(1), 1)));
    }
    Value flat = reshape(map, Shape.of(type.shape().size()));
    if (random.nextBoolean()) {
      flat = threshold(dense(flat, 1 + random.nextInt(9)), steps(), Borders.NONE);
    }
    return dense(flat, 1 + random.nextInt(9));
  }

  /** Foldings of all kinds for a network. */
  public static HardwareGoals goals(Program program, Random random) {
    Map<String, Folding> foldings = new HashMap<>();
    for (Instruction instruction : program.instructions()) {
      if (instruction instanceof Instruction.XnorPopcount product) {
        int neurons = product.weights().rows() / product.groups();
        int pe = 1 + random.nextInt(neurons);
        while (product.groups() > 1 && neurons % pe != 0) {
          pe--;
        }
        int simd = 1 + random.nextInt(product.weights().columns());
        foldings.put(product.result().name(), new Folding(pe, simd));
      }
    }
    return new HardwareGoals(Style.DATAFLOW, 1e8, OptionalDouble.empty(), foldings);
  }

  /** Frames of bytes over the whole range, or of bits. */
  public static FrameBatch frames(Random random, Program program, int frames) {
    int size = program.input().type().shape().size();
    int most = program.input().type() instanceof IrType.Bits ? 1 : 255;
    byte[] elements = new byte[frames * size];
    for (int index = 0; index < elements.length; index++) {
      elements[index] = (byte) random.nextInt(most + 1);
    }
    return new FrameBatch(elements, frames, size);
  }
}
