package dev.signet.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.rtl.Design;
import dev.signet.rtl.Port;
import dev.signet.rtl.RandomDesigns;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.RandomNetworks;
import dev.signet.schedule.Scheduler;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What decides some signals, run alone, against the whole design. */
class ControlProperties {

  @Property(tries = 200)
  void whatDecidesSomeSignalsGivesThemTheSameValues(@ForAll long seed) {
    Random random = new Random(seed);
    Design design = RandomDesigns.design(random);
    CycleSimulator whole = CycleSimulator.of(design);
    Set<String> chosen = new HashSet<>();
    for (String path : whole.paths()) {
      if (!path.equals(CycleSimulator.RESET) && random.nextInt(12) == 0) {
        chosen.add(path);
      }
    }
    CycleSimulator part = CycleSimulator.of(design, chosen);
    assertThat(part.paths()).containsAll(chosen);
    for (int cycle = 0; cycle < 15; cycle++) {
      long reset = cycle == 0 || random.nextInt(6) == 0 ? 0 : 1;
      whole.set(whole.signal(CycleSimulator.RESET), reset);
      part.set(part.signal(CycleSimulator.RESET), reset);
      for (Port port : design.top().ports()) {
        if (port.direction() == Port.Direction.INPUT && random.nextInt(4) > 0) {
          long[] value = words(RandomDesigns.value(random, port.width()), port.width());
          whole.set(whole.signal(port.name()), value);
          if (part.paths().contains(port.name())) {
            part.set(part.signal(port.name()), value);
          }
        }
      }
      agree(whole, part, cycle);
    }
  }

  @Property(tries = 60)
  void handshakesOfNetworksDependOnNoData(@ForAll long seed) {
    Random random = new Random(seed);
    Hardware hardware = hardware(random);
    CycleSimulator whole = CycleSimulator.of(hardware.design());
    CycleSimulator control = CycleSimulator.ofControl(hardware.design());
    assertThat(control.paths()).doesNotContain("s_axis_tdata", "m_axis_tdata");
    assertThat(control.hasWrittenMemory()).isFalse();
    int data = whole.signal("s_axis_tdata");
    int stall = random.nextInt(4);
    for (int cycle = 0; cycle < 400; cycle++) {
      set(whole, control, CycleSimulator.RESET, cycle == 0 || random.nextInt(90) == 0 ? 0 : 1);
      set(whole, control, "s_axis_tvalid", random.nextInt(4) >= stall ? 1 : 0);
      set(whole, control, "s_axis_tlast", random.nextInt(2));
      set(whole, control, "m_axis_tready", random.nextInt(4) >= stall ? 1 : 0);
      whole.set(data, words(RandomDesigns.value(random, whole.width(data)), whole.width(data)));
      agree(whole, control, cycle);
    }
  }

  @Property(tries = 40)
  void theStateRepeatsInTheIntervalOfTheBindingUnit(@ForAll long seed) {
    Hardware hardware = hardware(new Random(seed));

    SteadyState steady =
        SteadyState.of(hardware.design(), hardware.frameFormat().beats(), 2_000_000).orElseThrow();

    assertThat(steady.interval()).isEqualTo((double) hardware.cyclesPerFrame());
    hardware
        .sizing()
        .ifPresent(sizing -> assertThat(steady.latencyCycles()).isEqualTo(sizing.latency()));
  }

  private static Hardware hardware(Random random) {
    Program program = RandomNetworks.random("net", random);
    return Scheduler.schedule(program, Style.DATAFLOW, RandomNetworks.goals(program, random));
  }

  private static void set(CycleSimulator whole, CycleSimulator part, String input, long value) {
    whole.set(whole.signal(input), value);
    part.set(part.signal(input), value);
  }

  private static void agree(CycleSimulator whole, CycleSimulator part, int cycle) {
    whole.settle();
    part.settle();
    List<String> paths = part.paths();
    for (String path : paths) {
      assertThat(part.value(part.signal(path)))
          .as("%s in cycle %d", path, cycle)
          .isEqualTo(whole.value(whole.signal(path)));
    }
    whole.clock();
    part.clock();
  }

  private static long[] words(BigInteger value, int width) {
    long[] words = new long[Math.ceilDiv(width, 64)];
    for (int index = 0; index < words.length; index++) {
      words[index] = value.shiftRight(64 * index).longValue();
    }
    return words;
  }
}
