package dev.signet.schedule;

import dev.signet.ir.Value;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Registers that all move together, and the values that they hold. Where branches of different
 * length meet, the shorter one waits in registers of its own.
 */
final class SpatialPipeline {
  private final ModuleBuilder module;
  private final Signal advance;

  /** A bit for each stage: what it holds is a frame's. */
  private final List<Signal> valid = new ArrayList<>();

  /** Of each value its bus, and that one, two, … stages later. */
  private final Map<Value, List<Bus>> buses = new HashMap<>();

  /**
   * @param inputValid what comes in is a frame's
   */
  SpatialPipeline(ModuleBuilder module, Signal advance, Signal inputValid) {
    this.module = module;
    this.advance = advance;
    this.valid.add(inputValid);
  }

  /**
   * A value where it can be taken.
   *
   * @param signal its elements, the first in the lowest bits
   * @param stage registers between it and the input
   */
  record Bus(Signal signal, int stage) {}

  ModuleBuilder module() {
    return module;
  }

  /** What a value is. */
  void give(Value value, Bus bus) {
    buses.put(value, new ArrayList<>(List.of(bus)));
  }

  /** A value where it is there first. */
  Bus bus(Value value) {
    return all(value).getFirst();
  }

  /** A value at a stage, at which it is there or before which it was. */
  Signal at(Value value, int stage) {
    List<Bus> held = all(value);
    while (held.getLast().stage() < stage) {
      String name = held.getFirst().signal().name() + "_delayed_" + held.size();
      held.add(registered(name, held.getLast().signal(), held.getLast().stage()));
    }
    return held.get(stage - held.getFirst().stage()).signal();
  }

  private List<Bus> all(Value value) {
    List<Bus> held = buses.get(value);
    if (held == null) {
      throw new IllegalStateException(value + " is not there yet");
    }
    return held;
  }

  /**
   * A register.
   *
   * @param stage of what it takes
   */
  Bus registered(String name, Signal source, int stage) {
    Signal target = new Signal(name, source.width());
    module.register(target, source, advance);
    return new Bus(target, stage + 1);
  }

  /** Whether what a stage holds is a frame's. */
  Signal valid(int stage) {
    while (valid.size() <= stage) {
      Signal next = new Signal("valid_" + valid.size(), 1);
      module.resetRegister(next, valid.getLast(), advance);
      valid.add(next);
    }
    return valid.get(stage);
  }
}
