package dev.signet.rtl;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a module holds. The order of statements has no meaning but is kept for the reader.
 */
public sealed interface Statement {

  /** A wire or an output port that always has a value: {@code target = value}. */
  record Assign(Signal target, Expression value) implements Statement {
    public Assign {
      check(target.width() == value.width(), target + " = value of " + value.width() + " bits");
    }
  }

  /**
   * A register: at each rising clock edge it takes {@code reset} while {@code aresetn} is low, else
   * {@code next} where {@code enable} is 1 or absent, else keeps its value.
   *
   * @param target a local signal or an output port
   * @param enable one bit, if not always
   * @param reset the value under reset; a register without one is not touched by reset (and starts
   *     as 0 in the simulator, as anything in hardware: nothing that is seen outside may depend on
   *     it)
   */
  record Register(
      Signal target, Expression next, Optional<Expression> enable, Optional<BigInteger> reset)
      implements Statement {
    public Register {
      check(target.width() == next.width(), target + " <= value of " + next.width() + " bits");
      check(enable.isEmpty() || enable.get().width() == 1, target + " has a wide enable");
      check(
          reset.isEmpty() || reset.get().bitLength() <= target.width(),
          target + " has a wide reset value");
    }
  }

  /**
   * A read port of a memory with registered data: at each rising clock edge where {@code enable} is
   * 1 the target takes the word at {@code address} as it was before the edge. Not touched by reset.
   *
   * @param address {@code bitsFor(depth − 1)} bits; an address at or beyond the depth reads as 0
   *     and must not matter
   */
  record MemoryRead(Signal target, Memory memory, Expression address, Expression enable)
      implements Statement {
    public MemoryRead {
      check(target.width() == memory.width(), target + " reads " + memory.width() + " bits");
      check(
          address.width() == memory.addressWidth(),
          target + " has an address of " + address.width() + " bits");
      check(enable.width() == 1, target + " has a wide enable");
    }
  }

  /**
   * The write port of a memory: at each rising clock edge where {@code enable} is 1 the word at
   * {@code address} becomes {@code data}; an address at or beyond the depth writes nothing.
   */
  record MemoryWrite(Memory memory, Expression address, Expression data, Expression enable)
      implements Statement {
    public MemoryWrite {
      check(
          data.width() == memory.width(), memory.name() + " is written " + data.width() + " bits");
      check(
          address.width() == memory.addressWidth(),
          memory.name() + " address of " + address.width() + " bits");
      check(enable.width() == 1, memory.name() + " has a wide enable");
    }
  }

  /**
   * Another module in this one.
   *
   * @param name unique among the instances and signals of the module
   * @param module what it is
   * @param inputs a value for every input port, by its name
   * @param outputs a signal of this module for every output port, by its name; the instance drives
   *     it
   */
  record Instance(
      String name, RtlModule module, Map<String, Expression> inputs, Map<String, Signal> outputs)
      implements Statement {
    public Instance {
      inputs = Map.copyOf(inputs);
      outputs = Map.copyOf(outputs);
      for (Port port : module.ports()) {
        Expression connected =
            port.direction() == Port.Direction.INPUT
                ? inputs.get(port.name())
                : outputs.get(port.name());
        check(
            connected != null && connected.width() == port.width(),
            name + "." + port.name() + " to " + connected);
      }
      check(
          inputs.size() + outputs.size() == module.ports().size(),
          name + " connects ports that do not exist");
    }
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
