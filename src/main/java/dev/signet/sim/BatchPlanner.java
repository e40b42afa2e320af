package dev.signet.sim;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Borders;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Makes the plan of a program. */
final class BatchPlanner {
  private final ValueUses uses;
  private final Map<Value, Integer> buffers = new HashMap<>();
  private final Map<Value, Integer> planes = new HashMap<>();
  private final Map<Value, Integer> spread = new HashMap<>();
  private final List<Integer> longsPerLane = new ArrayList<>();
  private final List<BatchStep> steps = new ArrayList<>();
  private final Program program;

  BatchPlanner(Program program) {
    this.program = program;
    this.uses = new ValueUses(program);
  }

  BatchPlan plan() {
    for (Instruction instruction : program.instructions()) {
      if (uses.isComputed(instruction)) {
        plan(instruction);
      }
    }
    return BatchPlan.of(
        steps,
        longsPerLane,
        buffer(uses.source(program.output().scores())),
        buffer(uses.source(program.output().label())));
  }

  private void plan(Instruction instruction) {
    Value result = instruction.result();
    IrType type = result.type();
    switch (instruction) {
      case Instruction.Input _ -> {
        if (type instanceof IrType.Bits && uses.order(result).isPresent()) {
          steps.add(new BatchStep.PackInput(allocate(result), InputOrder.SAME, 1));
        }
      }
      case Instruction.Reshape _ ->
          throw new IllegalStateException(result + " is not a source of values");
      case Instruction.ChannelsLast turned -> channelsLast(turned);
      case Instruction.Binarize(_, Value of, int at) -> {
        Value operand = uses.source(of);
        uses.order(operand)
            .ifPresentOrElse(
                order -> steps.add(new BatchStep.PackInput(allocate(result), order, at)),
                () -> compare(result, operand, _ -> at));
      }
      case Instruction.Thermometer(_, Value of, List<Integer> levels) -> {
        int integers = integers(of);
        steps.add(
            new BatchStep.Compare(
                allocate(result),
                integers,
                type.shape().size(),
                levels.size(),
                PlaceParameters.of(1, levels.size(), levels::get)));
      }
      case Instruction.Slide slide -> slide(slide);
      case Instruction.Threshold threshold -> threshold(threshold);
      case Instruction.XnorPopcount product -> {
        if (!uses.isFused(product)) {
          sum(product);
        }
      }
      case Instruction.Pool pool -> pool(pool);
      case Instruction.SumPool(_, Value of, var window) -> {
        int integers = integers(of);
        steps.add(
            new MapStep.SumPool(
                allocate(result),
                integers,
                WindowGather.of(of.type(), window, of.type().channels(), 0)));
      }
      case Instruction.Add(_, Value left, Value right) -> {
        int first = integers(left);
        int second = integers(right);
        steps.add(new BatchStep.Plus(allocate(result), first, second, type.shape().size()));
      }
      case Instruction.Concat concat -> concat(concat);
      case Instruction.Affine affine -> affine(affine);
      case Instruction.Argmax(_, Value scores) -> {
        int operand = integers(scores);
        steps.add(new BatchStep.Largest(allocate(result), operand, scores.type().shape().size()));
      }
    }
  }

  private void channelsLast(Instruction.ChannelsLast turned) {
    Value result = turned.result();
    Value operand = uses.source(turned.operand());
    if (uses.order(result).isPresent()) {
      if (result.type() instanceof IrType.Bits) {
        InputOrder order = uses.order(result).orElseThrow();
        steps.add(new BatchStep.PackInput(allocate(result), order, 1));
      }
      return;
    }
    int channels = result.type().channels();
    int places = result.type().places();
    move(result, operand, k -> k % channels * places + k / channels, 0);
  }

  private void slide(Instruction.Slide slide) {
    Value operand = uses.source(slide.operand());
    WindowGather gather = WindowGather.of(slide);
    switch (operand.type()) {
      case IrType.Bits _ -> {
        int bits = buffer(operand);
        int window = allocate(gather.words());
        steps.add(new MapStep.SlideBits(allocate(slide.result()), bits, gather, window));
      }
      case IrType.Integers _ -> move(slide.result(), operand, gather::source, slide.fill());
    }
  }

  private void move(Value result, Value operand, IntUnaryOperator source, int fill) {
    int from = buffer(operand);
    int[] sources = IntStream.range(0, result.type().shape().size()).map(source).toArray();
    steps.add(
        switch (result.type()) {
          case IrType.Bits _ -> new MapStep.MoveBits(allocate(result), from, sources);
          case IrType.Integers _ -> new MapStep.MoveIntegers(allocate(result), from, sources, fill);
        });
  }

  private void threshold(Instruction.Threshold threshold) {
    Value result = threshold.result();
    IrType type = result.type();
    int given = threshold.steps();
    IntUnaryOperator levels =
        k -> {
          int index = PlaceParameters.index(threshold.borders(), type, k / given);
          return threshold.thresholds().get(index * given + k % given);
        };
    if (given == 1 && type instanceof IrType.Bits) {
      compare(result, uses.source(threshold.operand()), levels);
      return;
    }
    int integers = integers(threshold.operand());
    steps.add(
        new BatchStep.CountSteps(
            allocate(result),
            integers,
            type.shape().size(),
            given,
            PlaceParameters.of(type.places(), type.channels() * given, levels)));
  }

  /**
   * Plans a comparison of integers.
   *
   * @param levels of each element
   */
  private void compare(Value result, Value operand, IntUnaryOperator levels) {
    if (uses.fusedProduct(operand).isPresent()) {
      sumAndCompare(result, uses.fusedProduct(operand).orElseThrow(), levels);
      return;
    }
    IrType type = operand.type();
    int integers = buffer(operand);
    steps.add(
        new BatchStep.Compare(
            allocate(result),
            integers,
            type.shape().size(),
            1,
            PlaceParameters.of(type.places(), type.channels(), levels)));
  }

  private void sumAndCompare(
      Value result, Instruction.XnorPopcount product, IntUnaryOperator levels) {
    IrType sums = product.result().type();
    PlaceParameters thresholds = PlaceParameters.of(sums.places(), sums.channels(), levels);
    List<PackedLayer> layers = PackedLayer.of(product, thresholds.rows());
    if (isWhole(product)) {
      int operand = packed(product.operand(), product);
      steps.add(new BatchStep.SumAndCompare(allocate(result), operand, layers.getFirst()));
      return;
    }
    int operand = packed(map(product), product);
    WindowGather gather = gather(product);
    int window = allocate(product.planes() * gather.words());
    int bits = allocate(BitMatrix.wordsFor(layers.getFirst().rows()));
    steps.add(
        new MapStep.WindowCompare(
            allocate(result), operand, gather, layers, thresholds.kinds(), window, bits));
  }

  private void sum(Instruction.XnorPopcount product) {
    List<PackedLayer> layers = PackedLayer.of(product);
    if (isWhole(product)) {
      int operand = packed(product.operand(), product);
      steps.add(new BatchStep.Sum(allocate(product.result()), operand, layers.getFirst()));
      return;
    }
    int operand = packed(map(product), product);
    WindowGather gather = gather(product);
    int window = allocate(product.planes() * gather.words());
    steps.add(new MapStep.WindowSum(allocate(product.result()), operand, gather, layers, window));
  }

  /** Whether the weights meet the operand as it lies. */
  private boolean isWhole(Instruction.XnorPopcount product) {
    return product.groups() == 1
        && product.operand().type().places() == 1
        && uses.fusedSlide(product).isEmpty();
  }

  /** The map under the windows of a product. */
  private Value map(Instruction.XnorPopcount product) {
    return uses.fusedSlide(product).map(Instruction.Slide::operand).orElse(product.operand());
  }

  private WindowGather gather(Instruction.XnorPopcount product) {
    return uses.fusedSlide(product)
        .map(WindowGather::of)
        .orElseGet(() -> WindowGather.ofPlaces(product.operand().type(), product.groups()));
  }

  private void pool(Instruction.Pool pool) {
    int operand = buffer(uses.source(pool.operand()));
    int words = pool.all().wordsPerRow();
    List<Integer> scratch = List.of(allocate(words), allocate(words), allocate(words));
    steps.add(
        new MapStep.PoolBits(
            allocate(pool.result()),
            operand,
            pool.window(),
            pool.operand().type().shape().extents().get(1),
            pool.result().type().places(),
            pool.result().type().shape().extents().get(1),
            pool.all(),
            scratch));
  }

  private void concat(Instruction.Concat concat) {
    Value result = concat.result();
    List<Integer> operands =
        concat.operands().stream().map(operand -> buffer(uses.source(operand))).toList();
    List<Integer> channels =
        concat.operands().stream().map(operand -> operand.type().channels()).toList();
    int places = result.type().places();
    steps.add(
        switch (result.type()) {
          case IrType.Bits _ -> new MapStep.JoinBits(allocate(result), operands, channels, places);
          case IrType.Integers _ ->
              new MapStep.JoinIntegers(allocate(result), operands, channels, places);
        });
  }

  private void affine(Instruction.Affine affine) {
    int operand = integers(affine.operand());
    IrType type = affine.result().type();
    Borders borders = affine.borders();
    steps.add(
        new BatchStep.Scale(
            allocate(affine.result()),
            operand,
            type.shape().size(),
            affine.scale().stream().mapToLong(Long::longValue).toArray(),
            affine.offset().stream().mapToLong(Long::longValue).toArray(),
            IntStream.range(0, type.shape().size())
                .map(k -> PlaceParameters.index(borders, type, k))
                .toArray()));
  }

  /** The buffer of a product's operand: bits, or integers taken apart into planes. */
  private int packed(Value value, Instruction.XnorPopcount product) {
    Value operand = uses.source(value);
    return switch (operand.type()) {
      case IrType.Bits _ -> buffer(operand);
      case IrType.Integers _ -> {
        Integer known = planes.get(operand);
        yield known != null ? known : takeApart(operand, product.planes());
      }
    };
  }

  private int takeApart(Value operand, int count) {
    int size = operand.type().shape().size();
    int result = allocate(count * BitMatrix.wordsFor(size));
    steps.add(
        uses.order(operand)
            .<BatchStep>map(order -> new BatchStep.PackInputPlanes(result, order))
            .orElseGet(() -> new BatchStep.PackPlanes(result, buffer(operand), size, count)));
    planes.put(operand, result);
    return result;
  }

  /** The buffer of a value's integers; bits are spread out. */
  private int integers(Value value) {
    Value source = uses.source(value);
    return switch (source.type()) {
      case IrType.Integers _ -> buffer(source);
      case IrType.Bits _ -> {
        Integer known = spread.get(source);
        yield known != null ? known : spreadOut(source);
      }
    };
  }

  private int spreadOut(Value source) {
    int bits = buffer(source);
    int size = source.type().shape().size();
    int result = allocate(size);
    steps.add(new BatchStep.SpreadBits(result, bits, size));
    spread.put(source, result);
    return result;
  }

  private int buffer(Value source) {
    Integer buffer = buffers.get(source);
    if (buffer != null) {
      return buffer;
    }
    InputOrder order =
        uses.order(source)
            .orElseThrow(() -> new IllegalStateException(source + " is not computed"));
    steps.add(new BatchStep.SpreadInput(allocate(source), order));
    return buffer(source);
  }

  private int allocate(Value value) {
    int size = value.type().shape().size();
    int buffer =
        allocate(
            switch (value.type()) {
              case IrType.Bits _ -> BitMatrix.wordsFor(size);
              case IrType.Integers _ -> size;
            });
    buffers.put(value, buffer);
    return buffer;
  }

  private int allocate(int longs) {
    longsPerLane.add(longs);
    return longsPerLane.size() - 1;
  }
}
