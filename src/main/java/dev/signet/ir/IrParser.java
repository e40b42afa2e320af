package dev.signet.ir;

import dev.signet.ir.IrType.Bits;
import dev.signet.ir.IrType.Integers;
import dev.signet.network.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the text that {@link IrPrinter} writes, and verifies the program.
 *
 * <p>The text may come from anywhere: time and memory are bounded by its length, and what it only
 * claims to hold is refused before room is made for it.
 */
public final class IrParser {
  private static final int MAX_RANK = 8;
  static final int MAX_ELEMENTS = 1 << 26;
  private static final int MAX_INSTRUCTIONS = 1 << 16;

  private final IrScanner scanner;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, BitMatrix> weights = new LinkedHashMap<>();
  private final Map<String, Integer> weightPositions = new HashMap<>();
  private final Set<String> usedWeights = new HashSet<>();

  private final IrOperationParser operations;

  private IrParser(String text) {
    scanner = new IrScanner(text);
    operations = new IrOperationParser(scanner, values, this::weights);
  }

  /**
   * Reads a program.
   *
   * @throws IrException when the text is no program, with line, column and what was expected, or
   *     when the program breaks a rule of the IR, with the place of the value that breaks it
   */
  public static Program parse(String text) {
    return new IrParser(text).program();
  }

  private Program program() {
    scanner.expect("network");
    int start = scanner.position();
    String name = scanner.symbol("@", "the network's name");
    positions.put(name, start);
    scanner.expect("{");
    List<Supplier<Instruction>> drafts = new ArrayList<>();
    while (!scanner.accept("output")) {
      if (drafts.size() == MAX_INSTRUCTIONS) {
        throw scanner.expected("at most " + MAX_INSTRUCTIONS + " instructions");
      }
      drafts.add(instruction());
    }
    Program.Output output = output();
    scanner.expect("}");
    while (!scanner.atEnd()) {
      weights();
    }
    List<Instruction> instructions = drafts.stream().map(Supplier::get).toList();
    for (String unused : weights.keySet()) {
      if (!usedWeights.contains(unused)) {
        throw scanner.error(
            weightPositions.getOrDefault(unused, 0), "no product uses weights @" + unused);
      }
    }
    return verify(new Program(name, instructions, output));
  }

  private Program verify(Program program) {
    try {
      return Verifier.verify(program);
    } catch (IrException e) {
      Integer position = positions.get(e.place().orElse(""));
      if (position == null) {
        throw e;
      }
      IrException located = scanner.error(position, String.valueOf(e.getMessage()));
      located.addSuppressed(e);
      throw located;
    }
  }

  /** An instruction but for its weights, which come after the network. */
  private Supplier<Instruction> instruction() {
    int start = scanner.position();
    String name = scanner.symbol("%", "a value such as %dense1, or 'output'");
    if (values.containsKey(name)) {
      throw scanner.error(start, "%" + name + " is defined twice");
    }
    scanner.expect("=");
    Function<Value, Supplier<Instruction>> operation = operations.next();
    scanner.expect(":");
    Value result = new Value(name, type());
    values.put(name, result);
    positions.put(result.toString(), start);
    return operation.apply(result);
  }

  private Program.Output output() {
    String name = scanner.quoted("the output's name");
    scanner.expect("label");
    Value label = operations.operand();
    scanner.expect("scores");
    Value scores = operations.operand();
    scanner.expect("labels");
    return new Program.Output(
        name, scores, label, scanner.list(() -> scanner.quoted("a class's name")));
  }

  private void weights() {
    scanner.expect("weights");
    int start = scanner.position();
    String name = scanner.symbol("@", "the name of the weights");
    if (weights.containsKey(name)) {
      throw scanner.error(start, "weights @" + name + " are given twice");
    }
    scanner.expect(":");
    int typeStart = scanner.position();
    if (!(type() instanceof Bits bits) || bits.shape().rank() != 2) {
      throw scanner.error(typeStart, "weights are bit[rows, columns]");
    }
    int rows = bits.shape().extents().get(0);
    int columns = bits.shape().extents().get(1);
    if ((long) rows * ((columns + 3) / 4) > scanner.remaining()) {
      throw scanner.error(
          typeStart, "the text ends before " + rows + " rows of " + columns + " bits");
    }
    scanner.expect("{");
    int stride = BitMatrix.wordsFor(columns);
    long[] words = new long[rows * stride];
    for (int row = 0; row < rows; row++) {
      scanner.hexRow(columns, words, row * stride);
    }
    scanner.expect("}");
    weights.put(name, BitMatrix.of(rows, columns, words));
    weightPositions.put(name, start);
  }

  private BitMatrix weights(String name, int place) {
    BitMatrix matrix = weights.get(name);
    if (matrix == null) {
      throw scanner.error(place, "weights @" + name + " are not given after the network");
    }
    usedWeights.add(name);
    return matrix;
  }

  private IrType type() {
    if (scanner.accept("bit")) {
      return new Bits(shape());
    }
    if (!scanner.accept("int")) {
      throw scanner.expected("a type: bit[784] or int<0..255>[1, 28, 28]");
    }
    scanner.expect("<");
    long min = scanner.integer("the smallest value", Long.MIN_VALUE, Long.MAX_VALUE);
    scanner.expect("..");
    long max = scanner.integer("the largest value", min, Long.MAX_VALUE);
    scanner.expect(">");
    return new Integers(min, max, shape());
  }

  private Shape shape() {
    scanner.expect("[");
    List<Integer> extents = new ArrayList<>();
    long size = 1;
    do {
      int start = scanner.position();
      if (extents.size() == MAX_RANK) {
        throw scanner.error(start, "a shape has at most " + MAX_RANK + " extents");
      }
      int extent = (int) scanner.integer("an extent", 1, MAX_ELEMENTS);
      size *= extent;
      if (size > MAX_ELEMENTS) {
        throw scanner.error(start, "a value has at most " + MAX_ELEMENTS + " elements");
      }
      extents.add(extent);
    } while (scanner.accept(","));
    scanner.expect("]");
    return new Shape(extents);
  }
}
