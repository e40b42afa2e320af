package dev.signet.rtl;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that a module holds. The order of statements has no meaning but is kept for the reader.
 */
public sealed interface Statement {

  /** Every expression it reads; an instance's in the order of its ports. */
  default List<Expression> reads() {
    return switch (this) {
      case Assign assign -> List.of(assign.value());
      case Register register ->
          register.enable().map(e -> List.of(register.next(), e)).orElse(List.of(register.next()));
      case MemoryRead read -> List.of(read.address(), read.enable());
      case MemoryWrite write -> List.of(write.address(), write.data(), write.enable());
      case Instance instance ->
          instance.module().ports().stream()
              .filter(port -> port.direction() == Port.Direction.INPUT)
              .map(port -> instance.input(port.name()))
              .toList();
    };
  }

  /** Every signal it drives; an instance's in the order of its ports. */
  default List<Signal> drives() {
    return switch (this) {
      case Assign assign -> List.of(assign.target());
      case Register register -> List.of(register.target());
      case MemoryRead read -> List.of(read.target());
      case MemoryWrite _ -> List.of();
      case Instance instance ->
          instance.module().ports().stream()
              .filter(port -> port.direction() == Port.Direction.OUTPUT)
              .map(port -> instance.output(port.name()))
              .toList();
    };
  }

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

    /** What an input port of the module is connected to. */
    public Expression input(String port) {
      return Objects.requireNonNull(inputs.get(port), port);
    }

    /** The signal that an output port of the module drives. */
    public Signal output(String port) {
      return Objects.requireNonNull(outputs.get(port), port);
    }
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
