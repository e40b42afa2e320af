package dev.signet.ir;

import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads one operation: its name, its operands and its parameters. */
final class IrOperationParser {
  private static final String OPERATIONS =
      "one of input, binarize, thermometer, channels_last, slide, reshape, xnor_popcount, threshold,"
          + " pool, sum_pool, add, concat, affine, argmax";

  private final IrScanner scanner;
  private final Map<String, Value> values;
  private final BiFunction<String, Integer, BitMatrix> weights;

  /**
   * @param values what has been defined, by name
   * @param weights gives the weights of a name, once all of them have been read; the name's place
   *     is for the message where there are none
   */
  IrOperationParser(
      IrScanner scanner,
      Map<String, Value> values,
      BiFunction<String, Integer, BitMatrix> weights) {
    this.scanner = scanner;
    this.values = values;
    this.weights = weights;
  }

  /** The next operation, but for its result, and for its weights, which come after the network. */
  Function<Value, Supplier<Instruction>> next() {
    int start = scanner.position();
    String kind = scanner.name("an operation: " + OPERATIONS);
    return switch (kind) {
      case "input" -> ready(Instruction.Input::new);
      case "binarize" -> binarize();
      case "thermometer" -> thermometer();
      case "channels_last" -> {
        Value operand = operand();
        yield ready(result -> new Instruction.ChannelsLast(result, operand));
      }
      case "slide" -> slide();
      case "reshape" -> {
        Value operand = operand();
        yield ready(result -> new Instruction.Reshape(result, operand));
      }
      case "xnor_popcount" -> product();
      case "threshold" -> threshold();
      case "pool" -> pool();
      case "sum_pool" -> {
        Value operand = operand();
        Window window = window();
        yield ready(result -> new Instruction.SumPool(result, operand, window));
      }
      case "add" -> {
        Value left = operand();
        scanner.expect(",");
        Value right = operand();
        yield ready(result -> new Instruction.Add(result, left, right));
      }
      case "concat" -> concat();
      case "affine" -> affine();
      case "argmax" -> {
        Value operand = operand();
        yield ready(result -> new Instruction.Argmax(result, operand));
      }
      default ->
          throw scanner.error(start, "unknown operation '" + kind + "', expected " + OPERATIONS);
    };
  }

  /** A value that has been defined. */
  Value operand() {
    int start = scanner.position();
    String name = scanner.symbol("%", "a value such as %dense1");
    Value value = values.get(name);
    if (value == null) {
      throw scanner.error(start, "%" + name + " is not defined before");
    }
    return value;
  }

  private static Function<Value, Supplier<Instruction>> ready(
      Function<Value, Instruction> complete) {
    return result -> {
      Instruction instruction = complete.apply(result);
      return () -> instruction;
    };
  }

  private Function<Value, Supplier<Instruction>> binarize() {
    Value operand = operand();
    scanner.expect("at");
    int at = integer("a level");
    return ready(result -> new Instruction.Binarize(result, operand, at));
  }

  private Function<Value, Supplier<Instruction>> thermometer() {
    Value operand = operand();
    scanner.expect("at");
    List<Integer> levels = scanner.list(() -> integer("a level"));
    return ready(result -> new Instruction.Thermometer(result, operand, levels));
  }

  private Function<Value, Supplier<Instruction>> slide() {
    Value operand = operand();
    Window window = window();
    int groups = 1;
    int fill = 0;
    boolean more = scanner.accept(",");
    if (more && scanner.accept("groups")) {
      groups = size("the number of groups");
      more = scanner.accept(",");
    }
    if (more) {
      scanner.expect("fill");
      fill = integer("an element");
    }
    int parts = groups;
    int outside = fill;
    return ready(result -> new Instruction.Slide(result, operand, window, parts, outside));
  }

  private Function<Value, Supplier<Instruction>> product() {
    Value operand = operand();
    scanner.expect(",");
    scanner.expect("weights");
    int place = scanner.position();
    String matrix = scanner.symbol("@", "the name of the weights");
    int groups = 1;
    if (scanner.accept(",")) {
      scanner.expect("groups");
      groups = size("the number of groups");
    }
    int parts = groups;
    return result ->
        () -> new Instruction.XnorPopcount(result, operand, weights.apply(matrix, place), parts);
  }

  private Function<Value, Supplier<Instruction>> threshold() {
    Value operand = operand();
    scanner.expect(",");
    List<Integer> thresholds = scanner.list(() -> integer("a threshold"));
    Borders borders = borders();
    return ready(result -> new Instruction.Threshold(result, operand, thresholds, borders));
  }

  private Function<Value, Supplier<Instruction>> pool() {
    Value operand = operand();
    Window window = window();
    int channels = operand.type().channels();
    BitMatrix all;
    if (channels <= IrPrinter.MOST_CHANNELS_UNSAID && !scanner.accept(",")) {
      all = BitMatrix.builder(1, channels).build();
    } else {
      scanner.accept(",");
      scanner.expect("all");
      all = scanner.hexRow(channels);
    }
    return ready(result -> new Instruction.Pool(result, operand, window, all));
  }

  private Function<Value, Supplier<Instruction>> concat() {
    List<Value> operands = new ArrayList<>();
    do {
      operands.add(operand());
    } while (scanner.accept(","));
    return ready(result -> new Instruction.Concat(result, operands));
  }

  private Function<Value, Supplier<Instruction>> affine() {
    Value operand = operand();
    List<Long> scale = longs("scale");
    List<Long> offset = longs("offset");
    Borders borders = borders();
    return ready(result -> new Instruction.Affine(result, operand, scale, offset, borders));
  }

  private List<Long> longs(String what) {
    scanner.expect(",");
    scanner.expect(what);
    return scanner.list(() -> scanner.integer("an integer", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private Window window() {
    scanner.expect(",");
    scanner.expect("rows");
    Window.Extent rows = extent();
    scanner.expect(",");
    scanner.expect("columns");
    return new Window(rows, extent());
  }

  private Window.Extent extent() {
    int kernel = size("the extent of the window");
    scanner.expect("stride");
    int stride = size("a stride");
    if (!scanner.accept("padding")) {
      return Window.Extent.valid(kernel, stride);
    }
    int before = padding(kernel);
    return new Window.Extent(kernel, stride, before, padding(kernel));
  }

  private int padding(int kernel) {
    return (int) scanner.integer("padding below the window's extent", 0, kernel - 1);
  }

  private Borders borders() {
    if (!scanner.accept(",")) {
      return Borders.NONE;
    }
    scanner.expect("rows");
    List<Integer> rows = scanner.list(() -> integer("a class"));
    scanner.expect(",");
    scanner.expect("columns");
    return new Borders(rows, scanner.list(() -> integer("a class")));
  }

  private int size(String what) {
    return (int) scanner.integer(what, 1, IrParser.MAX_ELEMENTS);
  }

  private int integer(String what) {
    return (int) scanner.integer(what, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
