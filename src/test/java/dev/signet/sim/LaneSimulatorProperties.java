package dev.signet.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.Port;
import dev.signet.rtl.RandomDesigns;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Statement;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.RandomNetworks;
import dev.signet.schedule.Scheduler;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LaneSimulatorProperties {

  enum Counts {
    PLAIN,
    VECTORS;

    LaneCounts create() {
      return switch (this) {
        case PLAIN -> new PlainLaneCounts();
        case VECTORS -> new VectorLaneCounts();
      };
    }
  }

  /** With stalls on both sides and resets in between. */
  @Property(tries = 40)
  void everySignalOfEveryLaneIsThatOfASimulatorOfItsOwnInEveryCycle(
      @ForAll long seed,
      @ForAll Style style,
      @ForAll Counts counts,
      @ForAll @IntRange(min = 1, max = 17) int lanes) {
    Random random = new Random(seed);
    Program program = RandomNetworks.random("net", random);
    Hardware hardware = Scheduler.schedule(program, style, RandomNetworks.goals(program, random));

    assertLanesAreSimulators(hardware.design(), "s_axis_tdata", lanes, counts, 80, random);
  }

  /** Operations that no network has, on any widths; always stored, and at one place. */
  @Property(tries = 150)
  void soItIsForAnyLogic(
      @ForAll long seed, @ForAll Counts counts, @ForAll @IntRange(min = 1, max = 17) int lanes) {
    Random random = new Random(seed);
    Design drawn = RandomDesigns.design(random);
    Design design = new Design(inStep(drawn.top()), drawn.streams());
    for (Port port : design.top().ports()) {
      if (port.direction() == Port.Direction.INPUT) {
        assertLanesAreSimulators(design, port.name(), lanes, counts, 6, random);
      }
    }
  }

  /** The same without anything that could make control depend on data. */
  private static RtlModule inStep(RtlModule module) {
    return new RtlModule(
        module.name(),
        module.comment(),
        module.ports(),
        module.memories(),
        module.statements().stream().map(LaneSimulatorProperties::inStep).toList());
  }

  private static Statement inStep(Statement statement) {
    Expression always = Expression.constant(1, 1);
    return switch (statement) {
      case Statement.Assign assign -> assign;
      case Statement.Register(var target, var next, _, var reset) ->
          new Statement.Register(target, next, Optional.empty(), reset);
      case Statement.MemoryRead(var target, var memory, _, _) ->
          new Statement.MemoryRead(target, memory, first(memory), always);
      case Statement.MemoryWrite(var memory, _, var data, _) ->
          new Statement.MemoryWrite(memory, first(memory), data, always);
      case Statement.Instance(var name, var module, var inputs, var outputs) ->
          new Statement.Instance(name, inStep(module), inputs, outputs);
    };
  }

  private static Expression first(Memory memory) {
    return Expression.constant(memory.addressWidth(), 0);
  }

  private static void assertLanesAreSimulators(
      Design design, String data, int lanes, Counts counts, int cycles, Random random) {
    LaneSimulator lockstep = LaneSimulator.of(design, data, lanes, counts.create());
    List<CycleSimulator> alone = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      alone.add(CycleSimulator.of(design));
    }
    int reset = lockstep.signal(CycleSimulator.RESET);
    for (int cycle = 0; cycle < cycles; cycle++) {
      long level = cycle == 0 || random.nextInt(25) == 0 ? 0 : 1;
      lockstep.set(reset, level);
      alone.forEach(each -> each.set(each.signal(CycleSimulator.RESET), level));
      for (Port port : design.top().ports()) {
        if (port.direction() == Port.Direction.INPUT) {
          set(port, port.name().equals(data), lockstep, alone, random);
        }
      }
      lockstep.settle();
      alone.forEach(CycleSimulator::settle);
      assertSame(lockstep, alone, cycle);
      lockstep.clock();
      alone.forEach(CycleSimulator::clock);
    }
  }

  private static void set(
      Port port,
      boolean differs,
      LaneSimulator lockstep,
      List<CycleSimulator> alone,
      Random random) {
    int input = lockstep.signal(port.name());
    long[] all = new long[lockstep.words(input)];
    long[] same = words(port, random);
    for (int lane = 0; lane < alone.size(); lane++) {
      long[] own = differs ? words(port, random) : same;
      alone.get(lane).set(input, own);
      for (int word = 0; differs && word < own.length; word++) {
        all[word * alone.size() + lane] = own[word];
      }
    }
    lockstep.set(input, differs ? all : same);
  }

  private static long[] words(Port port, Random random) {
    BigInteger value = RandomDesigns.value(random, port.width());
    long[] words = new long[Math.ceilDiv(port.width(), 64)];
    StateLayout.toWords(value, words, 0, words.length);
    return words;
  }

  private static void assertSame(LaneSimulator lockstep, List<CycleSimulator> alone, int cycle) {
    for (String path : alone.getFirst().paths()) {
      int signal = lockstep.signal(path);
      long[] all = lockstep.value(signal);
      boolean differs = lockstep.differs(signal);
      for (int lane = 0; lane < alone.size(); lane++) {
        long[] own = alone.get(lane).value(signal);
        for (int word = 0; word < own.length; word++) {
          assertThat(all[differs ? word * alone.size() + lane : word])
              .as("%s, word %d, lane %d, cycle %d", path, word, lane, cycle)
              .isEqualTo(own[word]);
        }
      }
    }
  }

  @Test
  void controlThatDependsOnTheDataIsRefused() {
    assertThatThrownBy(() -> LaneSimulator.of(StreamDesigns.bitCounter(8, 2, 2), "s_axis_tlast", 4))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("lockstep");
  }
}
