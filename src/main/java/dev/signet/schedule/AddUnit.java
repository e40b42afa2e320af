package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.not;
import static dev.signet.rtl.Expression.or;
import static dev.signet.rtl.Expression.slice;

import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;

/** The sums of two streams, element by element, a word a clock. */
final class AddUnit implements StreamUnit {
  private final String name;
  private final StreamFormat left;
  private final StreamFormat right;
  private final StreamFormat result;

  /**
   * @param name of the sum, for people
   * @param left words of as many lanes as the others'
   */
  AddUnit(String name, StreamFormat left, StreamFormat right, StreamFormat result) {
    this.name = name;
    this.left = left;
    this.right = right;
    this.result = result;
  }

  @Override
  public Area area(Technology technology) {
    // Where the carry chain takes logic, a LUT is needed only where there are two bits to add.
    int bits =
        technology.fabric().carryTakesLogic()
            ? Math.min(addedBits(left), addedBits(right))
            : result.elementBits();
    return Technology.logic(bits * result.lanes() + 4.0, result.width() + 1L);
  }

  private int addedBits(StreamFormat operand) {
    return operand.signed() ? result.elementBits() : operand.elementBits();
  }

  @Override
  public long cyclesPerFrame() {
    return result.words();
  }

  @Override
  public Lag lag() {
    return new Lag(0, 1.0 / result.words());
  }

  @Override
  public UnitTiming timing(List<StreamTimes> inputs, List<StreamTimes> outputs) {
    return new JoinTiming(outputs.getFirst(), List.of(inputs));
  }

  @Override
  public RtlModule build(String moduleName) {
    ModuleBuilder module =
        new ModuleBuilder(
            moduleName,
            "%s: sums of elements of %d and of %d bits, %d a word; %d words a frame."
                .formatted(
                    name, left.elementBits(), right.elementBits(), result.lanes(), result.words()));
    Signal leftData = module.input("in_0_data", left.width());
    Signal leftValid = module.input("in_0_valid", 1);
    Signal leftReady = module.output("in_0_ready", 1);
    Signal rightData = module.input("in_1_data", right.width());
    Signal rightValid = module.input("in_1_valid", 1);
    Signal rightReady = module.output("in_1_ready", 1);
    Signal outData = module.output("out_data", result.width());
    Signal outValid = module.output("out_valid", 1);
    Signal outReady = module.input("out_ready", 1);

    Signal advance = module.wire("advance", or(not(outValid), outReady));
    module.assign(leftReady, and(rightValid, advance));
    module.assign(rightReady, and(leftValid, advance));
    Signal both = module.wire("both_valid", and(leftValid, rightValid));
    List<Expression> sums = new ArrayList<>();
    for (int lane = result.lanes() - 1; lane >= 0; lane--) {
      sums.add(add(extended(leftData, left, lane), extended(rightData, right, lane)));
    }
    module.register(outData, concat(sums), and(both, advance));
    module.resetRegister(outValid, both, advance);
    return module.build();
  }

  private Expression extended(Signal word, StreamFormat format, int lane) {
    return format.extended(
        slice(word, lane * format.elementBits(), format.elementBits()), result.elementBits());
  }
}
