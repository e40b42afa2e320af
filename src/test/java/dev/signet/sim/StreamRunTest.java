package dev.signet.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.rtl.Design;
import dev.signet.rtl.PortTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamRunTest {
  private static final int WIDTH = 70;
  private static final int BEATS = 5;
  private static final Design DESIGN = StreamDesigns.bitCounter(WIDTH, BEATS, 3);

  private static List<long[]> frame(int index) {
    Random random = new Random(index);
    List<long[]> beats = new ArrayList<>();
    for (int beat = 0; beat < BEATS; beat++) {
      beats.add(new long[] {random.nextLong(), random.nextInt(64)});
    }
    return beats;
  }

  private static long bits(int index) {
    return frame(index).stream()
        .mapToLong(beat -> Long.bitCount(beat[0]) + Long.bitCount(beat[1]))
        .sum();
  }

  private static void assertAnswers(StreamResult result, int frames) {
    assertThat(result.outputs()).hasSize(frames).allSatisfy(beats -> assertThat(beats).hasSize(1));
    assertThat(result.outputs().stream().map(beats -> beats.getFirst()[0]).toList())
        .isEqualTo(IntStream.range(0, frames).mapToObj(StreamRunTest::bits).toList());
    assertThat(result.frameErrorCycles()).isZero();
  }

  @Test
  void backToBackFramesTakeOneCycleABeat() {
    StreamResult result = StreamRun.of(DESIGN).run(20, StreamRunTest::frame);

    assertAnswers(result, 20);
    assertThat(result.initiationInterval()).isEqualTo(BEATS);
    assertThat(result.timings().getFirst())
        .isEqualTo(new StreamResult.FrameTiming(4, 4 + BEATS - 1, 4 + BEATS + 2));
    assertThat(result.latencyCycles()).isEqualTo(BEATS + 3);
    assertThat(result.cycles()).isEqualTo(4 + 20 * BEATS + 3);
  }

  @Test
  void probesCountTransfersAndStalls() {
    StreamSettings settings = StreamSettings.DEFAULT.withStalls(new Stalls(0, 0.9, 3));

    StreamResult result = StreamRun.of(DESIGN).run(20, StreamRunTest::frame, settings, List.of());

    StreamResult.StreamStatistics input = result.streams().get(0);
    StreamResult.StreamStatistics queue = result.streams().get(1);
    assertThat(input.name()).isEqualTo("input");
    assertThat(input.transfers()).isEqualTo(20 * BEATS);
    assertThat(input.stalledCycles()).isPositive();
    assertThat(queue.transfers()).isEqualTo(20 * BEATS);
    assertThat(queue.highWater()).isEqualTo(queue.depth()).isEqualTo(4);
    assertThat(input.stalledCycles() + input.transfers())
        .as("the source always offers, until its last beat is taken")
        .isEqualTo(result.timings().getLast().lastInput() - StreamRun.FIRST_RESET + 1);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0.5,0", "0,0.5", "0.3,0.7", "0.9,0.9"})
  void stallsChangeTimeButNotAnswers(double source, double sink) {
    StreamRun<CycleSimulator> run = StreamRun.of(DESIGN);
    for (int seed = 0; seed < 5; seed++) {
      StreamSettings settings = StreamSettings.DEFAULT.withStalls(new Stalls(source, sink, seed));
      assertAnswers(run.run(30, StreamRunTest::frame, settings, List.of()), 30);
    }
  }

  @Test
  void aResetInAnyCycleSendsUnansweredFramesAgain() {
    StreamRun<CycleSimulator> run = StreamRun.of(DESIGN);
    for (int cycle = 0; cycle < 60; cycle++) {
      StreamSettings settings =
          StreamSettings.DEFAULT
              .withStalls(new Stalls(0.2, 0.3, cycle))
              .withResets(List.of(new ResetPulse(cycle, 1 + cycle % 3), new ResetPulse(80, 2)));
      StreamResult result = run.run(12, StreamRunTest::frame, settings, List.of());
      assertAnswers(result, 12);
      assertThat(result.timings())
          .allSatisfy(
              t -> assertThat(t.firstInput()).isLessThan(t.lastInput()).isLessThan(t.output()));
    }
  }

  @Test
  void oneRunDoesNotSeeTheStateOfAnother() {
    StreamRun<CycleSimulator> run = StreamRun.of(DESIGN);
    StreamSettings settings = StreamSettings.DEFAULT.withStalls(new Stalls(0.4, 0.4, 1));
    PortTrace first = record(run, settings);
    PortTrace second = record(run, settings);

    assertThat(second.cycles()).isEqualTo(first.cycles());
    for (int port = 0; port < first.ports().size(); port++) {
      assertThat(second.values(port)).isEqualTo(first.values(port));
    }
  }

  @Test
  void theSourceKeepsTheRulesOfAxi() {
    StreamSettings settings =
        StreamSettings.DEFAULT
            .withStalls(new Stalls(0.5, 0.5, 9))
            .withResets(List.of(new ResetPulse(50, 3)));

    Samples samples = new Samples(record(StreamRun.of(DESIGN), settings));

    assertThat(samples.cycles).isGreaterThan(100);
    for (int cycle = 0; cycle < samples.cycles; cycle++) {
      boolean reset = samples.at("aresetn", cycle).equals("0");
      assertThat(reset).isEqualTo(cycle < 4 || (cycle >= 50 && cycle < 53));
      if (reset) {
        assertThat(samples.at("s_axis_tvalid", cycle)).isEqualTo("0");
      } else if (cycle > 0
          && samples.at("s_axis_tvalid", cycle - 1).equals("1")
          && samples.at("s_axis_tready", cycle - 1).equals("0")) {
        assertThat(samples.at("s_axis_tvalid", cycle)).isEqualTo("1");
      }
      if (cycle > 0
          && (samples.at("s_axis_tvalid", cycle).equals("0")
              || samples.at("s_axis_tready", cycle - 1).equals("0"))
          && !(samples.at("s_axis_tvalid", cycle - 1).equals("0")
              && samples.at("s_axis_tvalid", cycle).equals("1"))) {
        assertThat(samples.at("s_axis_tdata", cycle))
            .isEqualTo(samples.at("s_axis_tdata", cycle - 1));
        assertThat(samples.at("s_axis_tlast", cycle))
            .isEqualTo(samples.at("s_axis_tlast", cycle - 1));
      }
    }
    assertThat(samples.at("s_axis_tdata", 3)).isEqualTo("0");
  }

  @Test
  void aStandstillNamesTheStreamsThatAreStuck() {
    Design design = StreamDesigns.bitCounter(WIDTH, BEATS, 3);
    StreamSettings settings =
        StreamSettings.DEFAULT.withStalls(new Stalls(0, 0.999999, 1)).withWatchdogCycles(200);

    assertThatThrownBy(() -> StreamRun.of(design).run(5, StreamRunTest::frame, settings, List.of()))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("nothing has moved for 200 cycles")
        .hasMessageContaining("0 of 5 frames are answered")
        .hasMessageContaining("beat 4 of frame 1")
        .hasMessageContaining("stuck: 'input', 'queue' (holds 4 of 4)");
  }

  @Test
  void aFrameThatDoesNotFitThePortIsRefused() {
    assertThatThrownBy(() -> StreamRun.of(DESIGN).run(1, _ -> List.of(new long[] {0, 1L << 6})))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("s_axis_tdata has 70 bits");
    assertThatThrownBy(() -> StreamRun.of(DESIGN).run(1, _ -> List.of()))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("frame 0 has no beats");
  }

  @Test
  void aTopWithoutTheStreamPortsIsRefused() {
    Design design = new Design(StreamDesigns.fifo(8, 4), List.of());

    assertThatThrownBy(() -> StreamRun.of(design))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining("module 'fifo_8x4' has the input ports")
        .hasMessageContaining("s_axis_tdata");
  }

  @Test
  void framesOfAnotherLengthRaiseFrameError() {
    StreamResult result =
        StreamRun.of(DESIGN).run(3, index -> frame(index).subList(0, BEATS - index));

    assertThat(result.frameErrorCycles()).isEqualTo(2);
  }

  private static PortTrace record(StreamRun<CycleSimulator> run, StreamSettings settings) {
    PortRecorder recorder = new PortRecorder(run.simulator(), DESIGN);
    run.run(20, StreamRunTest::frame, settings, List.of(recorder));
    return recorder.trace();
  }

  /** A trace as one text per port and cycle. */
  private static final class Samples {
    final int cycles;
    private final List<String> names = new ArrayList<>();
    private final List<List<String>> values = new ArrayList<>();

    Samples(PortTrace trace) {
      cycles = trace.cycles();
      for (int port = 0; port < trace.ports().size(); port++) {
        names.add(trace.ports().get(port).name());
        List<String> samples = new ArrayList<>();
        int index = -1;
        for (int cycle = 0; cycle < cycles; cycle++) {
          index += trace.changes(port, cycle) ? 1 : 0;
          samples.add(trace.values(port).get(index).toString(16));
        }
        values.add(samples);
      }
    }

    String at(String port, int cycle) {
      return values.get(names.indexOf(port)).get(cycle);
    }
  }
}
