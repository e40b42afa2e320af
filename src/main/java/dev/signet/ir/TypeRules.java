package dev.signet.ir;

import dev.signet.ir.IrType.Bits;
import dev.signet.ir.IrType.Integers;
import dev.signet.network.Window;
import java.util.List;

/** The rules between the types of an instruction's operands, its parameters and its result. */
final class TypeRules {
  private TypeRules() {}

  /**
   * Checks one instruction.
   *
   * @throws IrException when a rule is broken; the message names the value
   */
  static void check(Instruction instruction) {
    Value result = instruction.result();
    require(result.type().shape().rank() > 0, result, "has no extents");
    switch (instruction) {
      case Instruction.Input input -> checkInput(input);
      case Instruction.Binarize binarize -> checkBinarize(binarize);
      case Instruction.Thermometer thermometer -> checkThermometer(thermometer);
      case Instruction.ChannelsLast turned -> checkChannelsLast(turned);
      case Instruction.Slide slide -> checkSlide(slide);
      case Instruction.Reshape reshape -> checkReshape(reshape);
      case Instruction.XnorPopcount product -> checkXnorPopcount(product);
      case Instruction.Threshold threshold -> checkThreshold(threshold);
      case Instruction.Pool pool -> checkPool(pool);
      case Instruction.SumPool pool -> checkSumPool(pool);
      case Instruction.Add add -> checkAdd(add);
      case Instruction.Concat concat -> checkConcat(concat);
      case Instruction.Affine affine -> checkAffine(affine);
      case Instruction.Argmax argmax -> checkArgmax(argmax);
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
        isLevel(binarize.at(), operand),
        result,
        "binarize at " + binarize.at() + " is outside " + operand);
  }

  private static void checkThermometer(Instruction.Thermometer thermometer) {
    Value result = thermometer.result();
    Integers operand = integers(result, thermometer.operand());
    requirePlaces(result, thermometer.operand());
    List<Integer> levels = thermometer.levels();
    require(!levels.isEmpty(), result, "a thermometer has no levels");
    for (int l = 0; l < levels.size(); l++) {
      require(
          isLevel(levels.get(l), operand) && (l == 0 || levels.get(l - 1) <= levels.get(l)),
          result,
          "level " + levels.get(l) + " is outside " + operand + " or below the one before");
    }
    requireSize(result, operand.shape().size(), levels.size());
    requireType(result, ResultTypes.thermometer(operand, levels.size()), "thermometer");
  }

  private static void checkChannelsLast(Instruction.ChannelsLast turned) {
    Value operand = turned.operand();
    int rank = operand.type().shape().rank();
    require(
        rank == 2 || rank == 3,
        turned.result(),
        "takes [channels, height, width] or [channels, length], but "
            + operand
            + " is "
            + operand.type());
    requireType(turned.result(), ResultTypes.channelsLast(operand.type()), "channels_last");
  }

  private static void checkSlide(Instruction.Slide slide) {
    Value result = slide.result();
    Value operand = slide.operand();
    Window window = slide.window();
    requireFit(result, operand, window);
    require(
        slide.groups() >= 1 && operand.type().channels() % slide.groups() == 0,
        result,
        slide.groups() + " groups of " + operand.type());
    Integers elements = ResultTypes.range(operand.type());
    require(
        elements.min() <= slide.fill() && slide.fill() <= elements.max(),
        result,
        "fill " + slide.fill() + " is no element of " + operand.type());
    List<Integer> extents = operand.type().shape().extents();
    requireSize(
        result,
        window.rows().kernel(),
        window.columns().kernel(),
        operand.type().channels(),
        window.rows().results(extents.get(0)),
        window.columns().results(extents.get(1)));
    requireType(result, ResultTypes.slide(operand.type(), window), "slide");
  }

  private static void checkReshape(Instruction.Reshape reshape) {
    Value result = reshape.result();
    IrType operand = reshape.operand().type();
    require(
        result.type().equals(operand.reshaped(result.type().shape()))
            && operand.shape().size() == result.type().shape().size(),
        result,
        "reshape from " + operand + " to " + result.type());
  }

  private static void checkXnorPopcount(Instruction.XnorPopcount product) {
    Value result = product.result();
    BitMatrix weights = product.weights();
    IrType operand = product.operand().type();
    int groups = product.groups();
    requirePlaces(result, product.operand());
    require(
        groups >= 1 && weights.rows() % groups == 0,
        result,
        groups + " groups of " + weights.rows() + " rows");
    require(
        (long) groups * weights.columns() == operand.channels() && hasWholePlanes(operand),
        result,
        "weights " + weights + inGroups(groups) + " meet " + operand);
    require(
        product.span() < Integer.MAX_VALUE,
        result,
        "sums up to " + product.span() + " are too large");
    requireSize(result, operand.places(), weights.rows());
    IrType expected = Instruction.XnorPopcount.resultType(operand, weights.rows(), groups);
    require(
        result.type().equals(expected),
        result,
        "weights " + weights + " give " + expected + ", not " + result.type());
  }

  private static String inGroups(int groups) {
    return groups == 1 ? "" : " in " + groups + " groups";
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
    requirePlaces(result, threshold.operand());
    List<Integer> thresholds = threshold.thresholds();
    require(
        result.type().shape().equals(operand.shape()),
        result,
        "threshold keeps the shape " + operand.shape());
    require(
        result.type() instanceof Bits
            || (result.type() instanceof Integers counts
                && counts.min() == 0
                && counts.max() >= 2
                && counts.max() <= thresholds.size()),
        result,
        "threshold gives bits, or int<0..steps> of 2 steps and more that are all given");
    int steps = threshold.steps();
    requireBorders(result, operand, threshold.borders());
    requireParameters(result, operand, threshold.borders(), steps, thresholds);
    for (int index = 0; index < thresholds.size(); index++) {
      int level = thresholds.get(index);
      require(isLevel(level, operand), result, "threshold " + level + " for " + operand);
      require(
          index % steps == 0 || thresholds.get(index - 1) <= level,
          result,
          "threshold " + level + " is below the step before");
    }
  }

  private static void checkPool(Instruction.Pool pool) {
    Value result = pool.result();
    Value operand = pool.operand();
    requireFit(result, operand, pool.window());
    requireUnpadded(result, pool.window());
    require(
        operand.type() instanceof Bits,
        result,
        "pools bits, but " + operand + " is " + operand.type());
    require(
        pool.all().rows() == 1 && pool.all().columns() == operand.type().channels(),
        result,
        pool.all() + " for the channels of " + operand.type());
    requireType(result, ResultTypes.pool(operand.type(), pool.window()), "pool");
  }

  private static void checkSumPool(Instruction.SumPool pool) {
    Value result = pool.result();
    Value operand = pool.operand();
    requireFit(result, operand, pool.window());
    requireUnpadded(result, pool.window());
    requireSize(result, pool.window().rows().kernel(), pool.window().columns().kernel());
    try {
      requireType(result, ResultTypes.sumPool(operand.type(), pool.window()), "sum_pool");
    } catch (ArithmeticException e) {
      throw new IrException(result, "a sum of " + operand.type() + " may not fit 64 bits");
    }
  }

  private static void checkAdd(Instruction.Add add) {
    Value result = add.result();
    IrType left = add.left().type();
    IrType right = add.right().type();
    require(left.shape().equals(right.shape()), result, "adds " + left + " and " + right);
    try {
      requireType(result, ResultTypes.add(left, right), "add");
    } catch (ArithmeticException e) {
      throw new IrException(result, "a sum of " + left + " and " + right + " may not fit 64 bits");
    }
  }

  private static void checkConcat(Instruction.Concat concat) {
    Value result = concat.result();
    require(!concat.operands().isEmpty(), result, "joins nothing");
    IrType first = concat.operands().getFirst().type();
    long channels = 0;
    for (Value operand : concat.operands()) {
      requirePlaces(result, operand);
      require(
          operand.type().equals(first.reshaped(first.shapeOf(operand.type().channels()))),
          result,
          "joins " + first + " and " + operand.type());
      channels += operand.type().channels();
    }
    requireSize(result, first.places(), channels);
    requireType(
        result, ResultTypes.concat(concat.operands().stream().map(Value::type).toList()), "concat");
  }

  private static void checkAffine(Instruction.Affine affine) {
    Value result = affine.result();
    Integers operand = integers(result, affine.operand());
    requirePlaces(result, affine.operand());
    requireBorders(result, operand, affine.borders());
    requireParameters(result, operand, Borders.NONE, 1, affine.scale());
    requireParameters(result, operand, affine.borders(), 1, affine.offset());
    requireType(result, ResultTypes.affine(affine), "affine");
  }

  private static void checkArgmax(Instruction.Argmax argmax) {
    Value result = argmax.result();
    requireType(result, ResultTypes.argmax(integers(result, argmax.operand())), "argmax");
  }

  /** The type of a value of integers. */
  static Integers integers(Value result, Value operand) {
    if (operand.type() instanceof Integers integers) {
      return integers;
    }
    throw new IrException(result, "takes integers, but " + operand + " is " + operand.type());
  }

  private static boolean isLevel(long level, Integers operand) {
    return level >= operand.min() && level - 1 <= operand.max();
  }

  private static void requirePlaces(Value result, Value operand) {
    int rank = operand.type().shape().rank();
    require(
        rank == 1 || rank == 3,
        result,
        "takes a vector or a map [height, width, channels], but "
            + operand
            + " is "
            + operand.type());
  }

  private static void requireFit(Value result, Value operand, Window window) {
    List<Integer> extents = operand.type().shape().extents();
    require(
        extents.size() == 3,
        result,
        "takes a map [height, width, channels], but " + operand + " is " + operand.type());
    require(
        window.rows().results(extents.get(0)) >= 1 && window.columns().results(extents.get(1)) >= 1,
        result,
        "a window of %d × %d does not fit %s"
            .formatted(window.rows().kernel(), window.columns().kernel(), operand.type()));
  }

  private static void requireUnpadded(Value result, Window window) {
    require(!window.isPadded(), result, "pools without padding");
  }

  private static void requireBorders(Value result, IrType operand, Borders borders) {
    List<Integer> extents = operand.shape().extents();
    if (!borders.equals(Borders.NONE)) {
      require(extents.size() == 3, result, "classes of places for " + operand);
      requireClasses(result, operand, borders.rows(), extents.get(0), "rows");
      requireClasses(result, operand, borders.columns(), extents.get(1), "columns");
    }
  }

  private static void requireClasses(
      Value result, IrType operand, List<Integer> classes, int places, String what) {
    require(
        classes.isEmpty() || classes.size() == places,
        result,
        "classes of " + classes.size() + " " + what + " for " + operand);
    for (int each : classes) {
      require(each >= 0 && each < places, result, "class " + each + " of " + what);
    }
  }

  private static void requireParameters(
      Value result, IrType operand, Borders borders, int steps, List<?> parameters) {
    require(
        parameters.size() == (long) borders.classes() * operand.channels() * steps,
        result,
        parameters.size() + " parameters for " + operand + ofClasses(borders, steps));
  }

  private static String ofClasses(Borders borders, int steps) {
    return (steps == 1 ? "" : " of " + steps + " steps")
        + (borders.classes() == 1 ? "" : " with " + borders.classes() + " classes of places");
  }

  /** Holds the product of the factors, each at least 0, to the size that a shape can have. */
  private static void requireSize(Value result, long... factors) {
    long size = 1;
    for (long factor : factors) {
      require(
          factor <= Integer.MAX_VALUE && size * factor <= Integer.MAX_VALUE,
          result,
          "has too many elements");
      size *= factor;
    }
  }

  private static void requireType(Value result, IrType expected, String operation) {
    require(result.type().equals(expected), result, operation + " gives " + expected);
  }

  static void require(boolean condition, Object where, String message) {
    if (!condition) {
      throw new IrException(where, message);
    }
  }
}
