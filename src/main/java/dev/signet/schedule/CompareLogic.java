package dev.signet.schedule;

import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.not;

import dev.signet.ir.Borders;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Comparisons of the elements of a place with constants. */
final class CompareLogic implements PlaceLogic {
  private final String name;
  private final IrType.Integers type;
  private final Borders borders;
  private final int steps;
  private final boolean counted;

  /** {@code [parameters, channels, steps]}. */
  private final List<Integer> levels;

  private CompareLogic(
      String name,
      IrType operand,
      Borders borders,
      int steps,
      boolean counted,
      List<Integer> levels) {
    this.name = name;
    this.type = (IrType.Integers) operand;
    this.borders = borders;
    this.steps = steps;
    this.counted = counted;
    this.levels = levels;
  }

  /** How many of its thresholds each element reaches. */
  static CompareLogic of(Instruction.Threshold threshold) {
    return new CompareLogic(
        threshold.result().name(),
        threshold.operand().type(),
        threshold.borders(),
        threshold.steps(),
        true,
        threshold.thresholds());
  }

  /** Whether each element reaches a level. */
  static CompareLogic of(Instruction.Binarize binarize) {
    IrType type = binarize.operand().type();
    return new CompareLogic(
        binarize.result().name(),
        type,
        Borders.NONE,
        1,
        true,
        Collections.nCopies(type.channels(), binarize.at()));
  }

  /** Which of some levels each element reaches. */
  static CompareLogic of(Instruction.Thermometer thermometer) {
    IrType type = thermometer.operand().type();
    List<Integer> levels = new ArrayList<>();
    Collections.nCopies(type.channels(), thermometer.levels()).forEach(levels::addAll);
    return new CompareLogic(
        thermometer.result().name(),
        type,
        Borders.NONE,
        thermometer.levels().size(),
        false,
        levels);
  }

  @Override
  public String comment() {
    return "%s: %d elements of %d bits compared with %d level(s) each.\nout: %s, element 0 lowest."
        .formatted(
            name,
            type.channels(),
            StreamFormat.elementBits(type),
            steps,
            counted && steps > 1 ? "how many it reaches" : "a 1 for each it reaches");
  }

  @Override
  public List<Integer> seen() {
    return List.of(type.channels());
  }

  @Override
  public int parameters(int row, int column) {
    return borders.classOf(row, column);
  }

  @Override
  public double luts(Technology technology) {
    return type.channels() * steps * technology.compare(StreamFormat.elementBits(type));
  }

  @Override
  public Expression build(ModuleBuilder module, List<Wires> operands, int parameters) {
    Wires in = operands.getFirst();
    List<Expression> results = new ArrayList<>();
    for (int channel = 0; channel < type.channels(); channel++) {
      List<Expression> reached = new ArrayList<>();
      for (int step = 0; step < steps; step++) {
        int level = levels.get((parameters * type.channels() + channel) * steps + step);
        reached.add(reaches(in.element(channel), in.format(), level));
      }
      Expression bits = concat(reached.reversed());
      results.add(
          counted && steps > 1
              ? module.wire("steps_" + channel, new Expression.Popcount(bits))
              : bits);
    }
    return concat(results.reversed());
  }

  private Expression reaches(Expression element, ElementFormat format, int level) {
    if (level <= type.min() || level > type.max()) {
      return constant(1, level <= type.min() ? 1 : 0);
    }
    return format.signed()
        ? not(
            new Expression.Compare(
                Expression.Comparison.SIGNED_LESS, element, constant(format.bits(), level)))
        : RtlConstants.atLeast(element, level);
  }
}
