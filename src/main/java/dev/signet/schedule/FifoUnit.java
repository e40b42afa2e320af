package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.bitsFor;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.equal;
import static dev.signet.rtl.Expression.mux;
import static dev.signet.rtl.Expression.not;
import static dev.signet.rtl.Expression.or;
import static dev.signet.rtl.Expression.subtract;

import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.Optional;

/**
 * Words in a memory, first in, first out; one more waits at the output. A word goes through in two
 * clocks, one each clock.
 */
final class FifoUnit implements StreamUnit {
  private final StreamFormat format;
  private final int depth;
  private final String comment;

  /**
   * @param depth words of the memory, at least 2, with which one can come while another goes
   * @param comment what it is for
   */
  FifoUnit(StreamFormat format, int depth, String comment) {
    this.format = format;
    this.depth = depth;
    this.comment = comment;
  }

  @Override
  public int bufferDepth() {
    return depth;
  }

  @Override
  public Area area(Technology technology) {
    int addresses = 2 * bitsFor(depth - 1L);
    return technology
        .buffer(depth, format.width())
        .plus(technology.counters(addresses + bitsFor(depth)))
        .plus(Technology.logic(2, 1));
  }

  @Override
  public long cyclesPerFrame() {
    return format.words();
  }

  @Override
  public Lag lag() {
    return new Lag(0, (depth + 1.0) / format.words());
  }

  @Override
  public RtlModule build(String moduleName) {
    ModuleBuilder module =
        new ModuleBuilder(
            moduleName,
            "%s\nA FIFO of %d words of %d bits.".formatted(comment, depth, format.width()));
    Signal inData = module.input("in_data", format.width());
    Signal inValid = module.input("in_valid", 1);
    Signal inReady = module.output("in_ready", 1);
    Signal outData = module.output("out_data", format.width());
    Signal outValid = module.output("out_valid", 1);
    Signal outReady = module.input("out_ready", 1);

    Memory words = module.memory(new Memory("words", format.width(), depth, Optional.empty()));
    Signal occupancy = new Signal("occupancy", bitsFor(depth));
    module.assign(inReady, not(equal(occupancy, depth)));
    Signal taken = module.wire("taken", and(inValid, inReady));
    Signal advance = module.wire("advance", or(not(outValid), outReady));
    Signal given = module.wire("given", and(not(equal(occupancy, 0)), advance));
    module.write(words, address(module, "write_address", words, taken), inData, taken);
    module.assign(
        outData, module.read("word", words, address(module, "read_address", words, given), given));
    module.resetRegister(outValid, given, advance);
    Expression one = constant(occupancy.width(), 1);
    module.resetRegister(
        occupancy,
        mux(taken, add(occupancy, one), subtract(occupancy, one)),
        not(equal(taken, given)));
    return module.build();
  }

  private static Expression address(
      ModuleBuilder module, String name, Memory memory, Signal enable) {
    Signal address = new Signal(name, memory.addressWidth());
    Expression next =
        mux(
            equal(address, memory.depth() - 1L),
            constant(address.width(), 0),
            add(address, constant(address.width(), 1)));
    module.resetRegister(address, next, enable);
    return address;
  }
}
