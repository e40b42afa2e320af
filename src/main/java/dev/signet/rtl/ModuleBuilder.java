package dev.signet.rtl;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects a module, statement by statement. Names and widths are checked when the whole design is
 * verified.
 */
public final class ModuleBuilder {
  private final String name;
  private final String comment;
  private final List<Port> ports = new ArrayList<>();
  private final List<Memory> memories = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();

  /** Starts a module; see {@link RtlModule} for its name and comment. */
  public ModuleBuilder(String name, String comment) {
    this.name = name;
    this.comment = comment;
  }

  /** An input port. */
  public Signal input(String portName, int width) {
    Signal signal = new Signal(portName, width);
    ports.add(Port.input(signal));
    return signal;
  }

  /** An output port; something must drive it. */
  public Signal output(String portName, int width) {
    Signal signal = new Signal(portName, width);
    ports.add(Port.output(signal));
    return signal;
  }

  /** A wire that always has this value. */
  public Signal wire(String wireName, Expression value) {
    Signal signal = new Signal(wireName, value.width());
    assign(signal, value);
    return signal;
  }

  /** Drives an output port. */
  public void assign(Signal target, Expression value) {
    statements.add(new Statement.Assign(target, value));
  }

  /** A register without reset. */
  public void register(Signal target, Expression next, Expression enable) {
    statements.add(new Statement.Register(target, next, Optional.of(enable), Optional.empty()));
  }

  /** A register that takes its next value at every clock edge, 0 under reset. */
  public void resetRegister(Signal target, Expression next) {
    statements.add(
        new Statement.Register(target, next, Optional.empty(), Optional.of(BigInteger.ZERO)));
  }

  /** A register with an enable, 0 under reset. */
  public void resetRegister(Signal target, Expression next, Expression enable) {
    statements.add(
        new Statement.Register(target, next, Optional.of(enable), Optional.of(BigInteger.ZERO)));
  }

  /** A register with an enable and a value under reset. */
  public void resetRegister(
      Signal target, Expression next, Expression enable, BigInteger resetValue) {
    statements.add(
        new Statement.Register(target, next, Optional.of(enable), Optional.of(resetValue)));
  }

  /** A memory of this module. */
  public Memory memory(Memory memory) {
    memories.add(memory);
    return memory;
  }

  /** A read port with registered data. */
  public Signal read(String targetName, Memory memory, Expression address, Expression enable) {
    Signal target = new Signal(targetName, memory.width());
    statements.add(new Statement.MemoryRead(target, memory, address, enable));
    return target;
  }

  /** The write port of a memory. */
  public void write(Memory memory, Expression address, Expression data, Expression enable) {
    statements.add(new Statement.MemoryWrite(memory, address, data, enable));
  }

  /**
   * Another module in this one. Each of its outputs becomes a signal of this module.
   *
   * @param inputs a value for each input port, by name
   * @param outputPrefix put before the names of output ports to name the signals they drive
   */
  public Outputs instance(
      String instanceName,
      RtlModule module,
      Map<String, ? extends Expression> inputs,
      String outputPrefix) {
    Map<String, Signal> outputs = new HashMap<>();
    for (Port port : module.ports()) {
      if (port.direction() == Port.Direction.OUTPUT) {
        outputs.put(port.name(), new Signal(outputPrefix + port.name(), port.width()));
      }
    }
    statements.add(new Statement.Instance(instanceName, module, Map.copyOf(inputs), outputs));
    return new Outputs(instanceName, outputs);
  }

  /**
   * What an instance drives.
   *
   * @param instance its name
   * @param signals by output port
   */
  public record Outputs(String instance, Map<String, Signal> signals) {

    /**
     * The signal an output port drives.
     *
     * @throws IllegalArgumentException when there is no such port
     */
    public Signal get(String port) {
      Signal signal = signals.get(port);
      if (signal == null) {
        throw new IllegalArgumentException(
            instance + " has no output " + port + ", only " + signals.keySet());
      }
      return signal;
    }
  }

  /** The module. */
  public RtlModule build() {
    return new RtlModule(name, comment, ports, memories, statements);
  }
}
