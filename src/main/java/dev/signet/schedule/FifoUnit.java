package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.bitsFor;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.equal;
import static dev.signet.rtl.Expression.mux;
import static dev.signet.rtl.Expression.not;
import static dev.signet.rtl.Expression.or;
import static dev.signet.rtl.Expression.slice;
import static dev.signet.rtl.Expression.subtract;
import static dev.signet.rtl.Expression.zeroExtend;

import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.List;
import java.util.Optional;

/**
 * Words that wait: first in, first out. One that holds a single word is a register, whose input is
 * ready where its output is taken; of two words a register and a spare one; deeper ones keep all
 * but the word at the output in a memory, and a word goes through in two clocks. All take and give
 * a word each clock, and from two words on {@code in_ready} depends on registers alone.
 */
final class FifoUnit implements StreamUnit {
  private final StreamFormat format;
  private final int depth;
  private final String comment;

  /**
   * @param depth words it holds, that at the output included; at least 1
   * @param comment what it is for
   */
  FifoUnit(StreamFormat format, int depth, String comment) {
    if (depth < 1) {
      throw new IllegalArgumentException("a FIFO of " + depth + " words");
    }
    this.format = format;
    this.depth = depth;
    this.comment = comment;
  }

  @Override
  public int bufferDepth() {
    return depth;
  }

  /** A single word is there where it is offered. */
  @Override
  public String occupancy() {
    return depth == 1 ? "out_valid" : "occupancy";
  }

  @Override
  public boolean holdsReady() {
    return depth > 1;
  }

  @Override
  public Area area(Technology technology) {
    int width = format.width();
    return switch (depth) {
      case 1 -> Technology.logic(1, width + 1L);
      case 2 -> Technology.logic(width + 5.0, 2L * width + 2);
      default ->
          technology
              .buffer(depth - 1, width)
              .plus(technology.counters(2 * bitsFor(depth - 2L) + bitsFor(depth)))
              // The occupancy goes up and down.
              .plus(Technology.logic(1.5 * technology.stepPerBit() * bitsFor(depth), 1));
    };
  }

  @Override
  public long cyclesPerFrame() {
    return format.words();
  }

  @Override
  public Lag lag() {
    return new Lag(0, (double) depth / format.words());
  }

  @Override
  public UnitTiming timing(List<StreamTimes> inputs, List<StreamTimes> outputs) {
    return new FifoTiming(inputs.getFirst(), outputs.getFirst(), depth, depth);
  }

  @Override
  public RtlModule build(String moduleName) {
    String words = depth == 1 ? "word" : "words";
    ModuleBuilder module =
        new ModuleBuilder(
            moduleName,
            "%s\nA FIFO of %d %s of %d bits.".formatted(comment, depth, words, format.width()));
    Ports ports =
        new Ports(
            module.input("in_data", format.width()),
            module.input("in_valid", 1),
            module.output("in_ready", 1),
            module.output("out_data", format.width()),
            module.output("out_valid", 1),
            module.input("out_ready", 1));
    switch (depth) {
      case 1 -> register(module, ports);
      case 2 -> registers(module, ports);
      default -> memory(module, ports);
    }
    return module.build();
  }

  private record Ports(
      Signal inData,
      Signal inValid,
      Signal inReady,
      Signal outData,
      Signal outValid,
      Signal outReady) {}

  private static void register(ModuleBuilder module, Ports ports) {
    module.assign(ports.inReady(), or(not(ports.outValid()), ports.outReady()));
    module.register(ports.outData(), ports.inData(), and(ports.inValid(), ports.inReady()));
    module.resetRegister(ports.outValid(), ports.inValid(), ports.inReady());
  }

  /** A word goes to the output, or waits in a spare register where that is not free. */
  private static void registers(ModuleBuilder module, Ports ports) {
    Signal occupancy = new Signal("occupancy", 2);
    module.assign(ports.inReady(), not(slice(occupancy, 1, 1)));
    module.assign(ports.outValid(), not(equal(occupancy, 0)));
    Signal taken = module.wire("taken", and(ports.inValid(), ports.inReady()));
    Signal given = module.wire("given", and(ports.outValid(), ports.outReady()));
    Signal spare = new Signal("spare", ports.inData().width());
    module.register(spare, ports.inData(), taken);
    module.register(
        ports.outData(),
        mux(ports.inReady(), ports.inData(), spare),
        or(not(ports.outValid()), ports.outReady()));
    count(module, occupancy, taken, given);
  }

  private void memory(ModuleBuilder module, Ports ports) {
    Memory words = module.memory(new Memory("words", format.width(), depth - 1, Optional.empty()));
    Signal occupancy = new Signal("occupancy", bitsFor(depth));
    Signal outValid = ports.outValid();
    module.assign(ports.inReady(), not(equal(occupancy, depth)));
    Signal taken = module.wire("taken", and(ports.inValid(), ports.inReady()));
    Signal advance = module.wire("advance", or(not(outValid), ports.outReady()));
    Signal stored =
        module.wire("stored", not(equal(occupancy, zeroExtend(outValid, occupancy.width()))));
    Signal moved = module.wire("moved", and(stored, advance));
    module.write(words, address(module, "write_address", words, taken), ports.inData(), taken);
    module.assign(
        ports.outData(),
        module.read("word", words, address(module, "read_address", words, moved), moved));
    module.resetRegister(outValid, moved, advance);
    count(module, occupancy, taken, module.wire("given", and(outValid, ports.outReady())));
  }

  private static void count(ModuleBuilder module, Signal occupancy, Signal taken, Signal given) {
    Expression one = constant(occupancy.width(), 1);
    module.resetRegister(
        occupancy,
        mux(taken, add(occupancy, one), subtract(occupancy, one)),
        not(equal(taken, given)));
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
