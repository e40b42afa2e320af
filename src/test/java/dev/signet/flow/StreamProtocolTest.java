package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.HardwareGoals.Style;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.Scheduler;
import dev.signet.sim.CycleSimulator;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of AXI4-Stream, and what the hardware says of frames that break them. */
class StreamProtocolTest {
  private static final int CYCLES = 3000;

  @ParameterizedTest
  @EnumSource(Style.class)
  void readyOfTheSinkReachesNoOtherPortWithinTheCycle(Style style) {
    for (CornerNetworks.Corner corner : CornerNetworks.all(5)) {
      Random random = new Random(6);
      Top top = new Top(corner, style);
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        top.offer(random.nextBoolean(), top.expectsLast());
        top.ready(false);
        boolean sourceReady = top.sourceReady();
        boolean valid = top.valid();
        top.ready(true);
        assertThat(top.sourceReady()).isEqualTo(sourceReady);
        assertThat(top.valid()).isEqualTo(valid);
        top.ready(random.nextInt(4) == 0);
        top.clock();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aResultOfferedStaysUntilItIsTaken(Style style) {
    for (CornerNetworks.Corner corner : CornerNetworks.all(5)) {
      Random random = new Random(7);
      Top top = new Top(corner, style);
      int waits = 0;
      for (long cycle = 0; cycle < CYCLES + 8 * top.cyclesPerFrame; cycle++) {
        top.offer(random.nextBoolean(), top.expectsLast());
        top.ready(random.nextInt(4) == 0);
        boolean stalled = top.valid() && !top.takes();
        long[] data = top.data();
        waits += stalled ? 1 : 0;
        top.clock();
        if (stalled) {
          assertThat(top.valid()).isTrue();
          assertThat(top.data()).isEqualTo(data);
        }
      }
      assertThat(waits).as(corner.program().name()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aResultIsOfferedToASinkThatIsNeverReady(Style style) {
    for (CornerNetworks.Corner corner : CornerNetworks.all(5)) {
      Top top = new Top(corner, style);
      for (long cycle = 0; cycle < CYCLES + 8 * top.cyclesPerFrame; cycle++) {
        top.offer(true, top.expectsLast());
        top.ready(false);
        top.clock();
      }
      assertThat(top.valid()).isTrue();
      assertThat(top.sourceReady()).as("back-pressure reaches the source").isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void aMisplacedLastBeatIsToldUntilResetAndFramesStillCountByBeats(Style style) {
    for (CornerNetworks.Corner corner : CornerNetworks.all(5)) {
      Top top = new Top(corner, style);
      top.ready(true);
      frame(top, false);
      assertThat(top.frameError()).as(corner.program().name()).isFalse();
      frame(top, true);
      assertThat(top.frameError()).as(corner.program().name()).isTrue();
      frame(top, false);
      assertThat(top.frameError()).as("stays").isTrue();
      int results = top.taken;
      for (long cycle = 0; cycle < CYCLES + 8 * top.cyclesPerFrame; cycle++) {
        top.offer(false, false);
        results += top.valid() ? 1 : 0;
        top.clock();
      }
      assertThat(results).isEqualTo(3);
      top.reset();
      assertThat(top.frameError()).isFalse();
      frame(top, false);
      assertThat(top.frameError()).isFalse();
    }
  }

  /** A whole frame; {@code tlast} right in every beat, or wrong in every beat. */
  private static void frame(Top top, boolean misplaced) {
    int beats = 0;
    while (beats < top.beats) {
      top.offer(true, top.expectsLast() != misplaced);
      beats += top.sourceReady() ? 1 : 0;
      top.taken += top.valid() ? 1 : 0;
      top.clock();
    }
  }

  /** A top module under a hand that sets every port. */
  private static final class Top {
    private final CycleSimulator simulator;
    private final int beats;
    private final long cyclesPerFrame;
    private final int width;
    private final Random data = new Random(8);
    private int beat;
    private int taken;
    private boolean offered;

    Top(CornerNetworks.Corner corner, Style style) {
      Hardware hardware = Scheduler.schedule(corner.program(), style, corner.goals());
      beats = hardware.frameFormat().beats();
      cyclesPerFrame = hardware.cyclesPerFrame();
      width = hardware.frameFormat().dataWidth();
      simulator = CycleSimulator.of(hardware.design());
      reset();
    }

    private void reset() {
      set("aresetn", false);
      simulator.clock();
      set("aresetn", true);
      set("s_axis_tvalid", false);
      offered = false;
      beat = 0;
    }

    /** A beat once offered stays until it is taken. */
    private void offer(boolean wanted, boolean last) {
      if (offered) {
        return;
      }
      offered = wanted;
      set("s_axis_tvalid", wanted);
      set("s_axis_tlast", last);
      long[] words = data.longs((width + 63) / 64).toArray();
      words[words.length - 1] &= -1L >>> (-width & 63);
      simulator.set(simulator.signal("s_axis_tdata"), words);
      simulator.settle();
    }

    private boolean expectsLast() {
      return beat == beats - 1;
    }

    private void ready(boolean ready) {
      set("m_axis_tready", ready);
    }

    private boolean takes() {
      return get("m_axis_tready");
    }

    private boolean sourceReady() {
      return get("s_axis_tready");
    }

    private boolean valid() {
      return get("m_axis_tvalid");
    }

    private boolean frameError() {
      return get("frame_error");
    }

    private long[] data() {
      return simulator.value(simulator.signal("m_axis_tdata"));
    }

    private void clock() {
      if (offered && sourceReady()) {
        beat = (beat + 1) % beats;
        offered = false;
      }
      simulator.clock();
      simulator.settle();
    }

    private void set(String port, boolean value) {
      simulator.set(simulator.signal(port), value ? 1 : 0);
      simulator.settle();
    }

    private boolean get(String port) {
      return simulator.get(simulator.signal(port)) != 0;
    }
  }
}
