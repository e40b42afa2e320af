package dev.signet.ir;

import dev.signet.network.Window;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes a program as text that {@link IrParser} reads back to an equal one.
 *
 * {@snippet lang=text :
 * network @small {
 *   %image = input : int<0..255>[1, 2, 2]
 *   %flatten1 = reshape %image : int<0..255>[4]
 *   %binarize1 = binarize %flatten1 at 128 : bit[4]
 *   %dense1 = xnor_popcount %binarize1, weights @dense1 : int<0..4>[2]
 *   %argmax1 = argmax %dense1 : int<0..1>[1]
 *   output "class" label %argmax1 scores %dense1 labels ["no", "yes"]
 * }
 *
 * weights @dense1 : bit[2, 4] {
 *   3
 *   c
 * }
 * }
 *
 * <p>What is usual is left out: no padding, one group, a fill of 0, places that are all alike.
 *
 * <p>Each product's weights follow the network under the product's own name, a row of hexadecimal
 * digits a neuron, input 0 in the lowest bit of the last digit.
 */
public final class IrPrinter {
  /** Up to so many channels a pool may leave out that it has none of {@code all}. */
  static final int MOST_CHANNELS_UNSAID = 4096;

  private static final int LINE_LENGTH = 100;
  private static final String CONTINUED = "      ";

  private final StringBuilder text = new StringBuilder();

  private IrPrinter() {}

  /** The text of a verified program; lines end in {@code \n}. */
  public static String print(Program program) {
    IrPrinter printer = new IrPrinter();
    printer.network(program);
    for (Instruction instruction : program.instructions()) {
      if (instruction instanceof Instruction.XnorPopcount product) {
        printer.weights(product);
      }
    }
    return printer.text.toString();
  }

  private void network(Program program) {
    text.append("network @").append(program.name()).append(" {\n");
    for (Instruction instruction : program.instructions()) {
      text.append("  ")
          .append(instruction.result())
          .append(" = ")
          .append(operation(instruction))
          .append(" : ")
          .append(instruction.result().type())
          .append('\n');
    }
    Program.Output output = program.output();
    text.append("  output ")
        .append(quote(output.name()))
        .append(" label ")
        .append(output.label())
        .append(" scores ")
        .append(output.scores())
        .append(" labels ")
        .append(list(output.labels(), IrPrinter::quote))
        .append("\n}\n");
  }

  private static String operation(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Input _ -> "input";
      case Instruction.Binarize binarize ->
          "binarize " + binarize.operand() + " at " + binarize.at();
      case Instruction.Thermometer thermometer ->
          "thermometer " + thermometer.operand() + " at " + numbers(thermometer.levels());
      case Instruction.ChannelsLast turned -> "channels_last " + turned.operand();
      case Instruction.Slide slide ->
          "slide "
              + slide.operand()
              + window(slide.window())
              + groups(slide.groups())
              + (slide.fill() == 0 ? "" : ", fill " + slide.fill());
      case Instruction.Reshape reshape -> "reshape " + reshape.operand();
      case Instruction.XnorPopcount product ->
          "xnor_popcount "
              + product.operand()
              + ", weights @"
              + product.result().name()
              + groups(product.groups());
      case Instruction.Threshold threshold ->
          "threshold "
              + threshold.operand()
              + ", "
              + numbers(threshold.thresholds())
              + borders(threshold.borders());
      case Instruction.Pool pool ->
          "pool " + pool.operand() + window(pool.window()) + all(pool.all());
      case Instruction.SumPool pool -> "sum_pool " + pool.operand() + window(pool.window());
      case Instruction.Add add -> "add " + add.left() + ", " + add.right();
      case Instruction.Concat concat ->
          "concat "
              + concat.operands().stream().map(Value::toString).collect(Collectors.joining(", "));
      case Instruction.Affine affine ->
          "affine "
              + affine.operand()
              + ", scale "
              + numbers(affine.scale())
              + ", offset "
              + numbers(affine.offset())
              + borders(affine.borders());
      case Instruction.Argmax argmax -> "argmax " + argmax.operand();
    };
  }

  private static String window(Window window) {
    return ", rows " + extent(window.rows()) + ", columns " + extent(window.columns());
  }

  private static String extent(Window.Extent extent) {
    return extent.kernel()
        + " stride "
        + extent.stride()
        + (extent.before() + extent.after() == 0
            ? ""
            : " padding " + extent.before() + " " + extent.after());
  }

  private static String all(BitMatrix all) {
    return all.rowPopcount(0) == 0 && all.columns() <= MOST_CHANNELS_UNSAID
        ? ""
        : ", all " + all.rowHex(0);
  }

  private static String groups(int groups) {
    return groups == 1 ? "" : ", groups " + groups;
  }

  private static String borders(Borders borders) {
    return borders.equals(Borders.NONE)
        ? ""
        : ", rows " + numbers(borders.rows()) + ", columns " + numbers(borders.columns());
  }

  private void weights(Instruction.XnorPopcount product) {
    BitMatrix weights = product.weights();
    text.append("\nweights @")
        .append(product.result().name())
        .append(" : ")
        .append(weights)
        .append(" {\n");
    for (int row = 0; row < weights.rows(); row++) {
      text.append("  ").append(weights.rowHex(row)).append('\n');
    }
    text.append("}\n");
  }

  private static String numbers(List<?> numbers) {
    return list(numbers, String::valueOf);
  }

  /** A list on one line when short, else wrapped on lines of its own. */
  private static <T> String list(List<T> elements, Function<T, String> form) {
    String flat = elements.stream().map(form).collect(Collectors.joining(", ", "[", "]"));
    if (flat.length() <= LINE_LENGTH / 2) {
      return flat;
    }
    StringBuilder wrapped = new StringBuilder("[");
    int column = LINE_LENGTH;
    for (int k = 0; k < elements.size(); k++) {
      String item = form.apply(elements.get(k)) + (k + 1 < elements.size() ? "," : "]");
      if (column + 1 + item.length() > LINE_LENGTH) {
        wrapped.append('\n').append(CONTINUED).append(item);
        column = CONTINUED.length() + item.length();
      } else {
        wrapped.append(' ').append(item);
        column += 1 + item.length();
      }
    }
    return wrapped.toString();
  }

  private static String quote(String name) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int k = 0; k < name.length(); k++) {
      char character = name.charAt(k);
      switch (character) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (Character.isISOControl(character) || Character.isSurrogate(character)) {
            quoted.append(String.format("\\u%04x", (int) character));
          } else {
            quoted.append(character);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
