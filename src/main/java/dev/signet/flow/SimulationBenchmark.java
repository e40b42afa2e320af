package dev.signet.flow;

import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Network;
import dev.signet.sim.Inferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Times level {@code rtl} on one thread, with random weights and frames, and Verilator in turns
 * with it: on the Verilog of the same hardware with the same frames, whose results and clocks have
 * to be the same, and on hardware written by hand for the same network, where there is some.
 *
 * @param frames of a run
 * @param seconds a turn takes, at least: runs are repeated
 * @param pairs of turns
 * @param tools Verilator's, or nothing for no comparison
 * @param handMade hardware written by hand, where there is some
 * @param fresh what is timed from its start
 */
public record SimulationBenchmark(
    int frames,
    double seconds,
    int pairs,
    Optional<ToolLocator> tools,
    Optional<HandMadeHardware> handMade,
    FreshProcess fresh) {

  /** How many times as soon as Verilator ours is meant to end. */
  private static final double GOAL = 10;

  /** Turns until the compiler of the JVM has done its work. */
  private static final int WARM_UP_TURNS = 2;

  /**
   * What is measured.
   *
   * @param text with this network alone
   */
  public record Subject(String text, Network network, Style style) {}

  /**
   * How fast hardware is simulated.
   *
   * @param rate ours: the median of the turns
   * @param comparisons with Verilator
   * @param first frames, from the start
   */
  public record Result(
      String network,
      Style style,
      SimulationRate rate,
      List<Comparison> comparisons,
      FirstFrames first) {
    public Result {
      comparisons = List.copyOf(comparisons);
    }

    /** Whether both simulators agreed on every frame and every clock. */
    public boolean agreed() {
      return comparisons.stream()
          .flatMap(comparison -> comparison.differences().stream())
          .allMatch(Differences.NONE::equals);
    }
  }

  /**
   * A comparison with Verilator.
   *
   * @param verilog which: that which was emitted, or that written by hand
   * @param buildSeconds what building its simulator took
   * @param clocksPerSecond Verilator's: the median of its turns
   * @param frames a second, ours beside it
   * @param differences between the results, where it is the same hardware
   */
  public record Comparison(
      Verilog verilog,
      double buildSeconds,
      double clocksPerSecond,
      RateComparison frames,
      Optional<Differences> differences) {}

  /** What Verilator simulates. */
  public enum Verilog {
    EMITTED,
    HAND_MADE
  }

  /**
   * What two simulators of the same hardware disagree on.
   *
   * @param frames with another class or other scores
   * @param clocks that one run took longer than the other
   */
  public record Differences(int frames, long clocks) {
    /** None. */
    public static final Differences NONE = new Differences(0, 0);

    static Differences between(NoiseSimulation.Outcome ours, NoiseSimulation.Outcome theirs) {
      Inferences expected = ours.inferences();
      int different = 0;
      for (int frame = 0; frame < expected.frames(); frame++) {
        if (!expected.get(frame).equals(theirs.inferences().get(frame))) {
          different++;
        }
      }
      return new Differences(different, Math.abs(ours.clocks() - theirs.clocks()));
    }

    /** The larger of each. */
    Differences or(Differences other) {
      return new Differences(Math.max(frames, other.frames), Math.max(clocks, other.clocks));
    }
  }

  /**
   * The time from start to the results of the first frames.
   *
   * @param frames how many
   * @param seconds from the start of a Java machine to its end: the median
   * @param verilator what Verilator needs for the same
   */
  public record FirstFrames(int frames, double seconds, Optional<VerilatorTime> verilator) {}

  /**
   * What Verilator needs from hardware that is scheduled to the results.
   *
   * @param emission seconds to write the Verilog
   * @param build seconds to build the simulator
   * @param run seconds of its process
   * @param ratio all of them, as a multiple of our time
   * @param goal what the ratio is meant to be
   */
  public record VerilatorTime(
      double emission, double build, double run, double ratio, double goal) {
    /** All three. */
    public double seconds() {
      return emission + build + run;
    }

    /** Whether ours is as much sooner as it is meant to be. */
    public boolean met() {
      return ratio >= goal;
    }
  }

  /**
   * Measures.
   *
   * @throws FlowException when a tool is missing or fails
   * @throws dev.signet.SignetException when the hardware cannot be made
   */
  public Result run(Subject subject) {
    NoiseSimulation simulation = NoiseSimulation.of(subject.network(), subject.style(), frames);
    NoiseSimulation.Outcome expected = simulation.run();
    List<VerilatorTurns> rivals = new ArrayList<>();
    try {
      Optional<VerilatorModel> model =
          tools.map(found -> VerilatorModel.build(found, simulation, expected.clocks()));
      model.ifPresent(built -> rivals.add(VerilatorTurns.of(built, expected)));
      design(subject)
          .ifPresent(design -> rivals.add(VerilatorTurns.of(handMade.orElseThrow().build(design))));
      FirstFrames first = first(subject, expected, model);
      NoiseInLockstep lockstep =
          new NoiseInLockstep(simulation.hardware(), subject.network(), frames);
      for (int turn = 0; turn < WARM_UP_TURNS; turn++) {
        rate(lockstep, expected);
      }
      List<Double> clocks = new ArrayList<>();
      List<Double> ours = new ArrayList<>();
      for (int pair = 0; pair < pairs; pair++) {
        SimulationRate rate = rate(lockstep, expected);
        clocks.add(rate.clocksPerSecond());
        ours.add(rate.framesPerSecond());
        rivals.forEach(rival -> rival.take(seconds, rate));
      }
      return new Result(
          subject.network().name(),
          subject.style(),
          new SimulationRate(Median.of(clocks), Median.of(ours)),
          rivals.stream().map(VerilatorTurns::comparison).toList(),
          first);
    } finally {
      rivals.forEach(VerilatorTurns::close);
    }
  }

  private Optional<HandMadeHardware.Design> design(Subject subject) {
    return tools.isEmpty() || handMade.isEmpty()
        ? Optional.empty()
        : ReferenceNet.of(subject.network())
            .flatMap(net -> HandMadeHardware.design(net, subject.style()));
  }

  /** Of many frames on copies in lockstep, which have to give what one stream gave. */
  private SimulationRate rate(NoiseInLockstep simulation, NoiseSimulation.Outcome expected) {
    HardwareSimulation.Outcome[] last = new HardwareSimulation.Outcome[1];
    double runs =
        TimedTurn.rate(
            seconds,
            () -> {
              last[0] = simulation.run();
              return 1;
            });
    Inferences found = last[0].inferences();
    for (int frame = 0; frame < frames; frame++) {
      if (!found.get(frame).equals(expected.inferences().get(frame))) {
        throw new IllegalStateException("frame " + frame + " gave something else in lockstep");
      }
    }
    double clocks = (double) last[0].stream().cycles() * simulation.lanes();
    return new SimulationRate(runs * clocks, runs * found.frames());
  }

  private FirstFrames first(
      Subject subject, NoiseSimulation.Outcome expected, Optional<VerilatorModel> model) {
    List<Double> ours = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      ours.add(fresh.seconds(subject.text(), subject.style(), expected));
    }
    double median = Median.of(ours);
    return new FirstFrames(
        frames,
        median,
        model.map(
            built -> {
              double run = built.run(0).seconds();
              double whole = built.emissionSeconds() + built.buildSeconds() + run;
              return new VerilatorTime(
                  built.emissionSeconds(), built.buildSeconds(), run, whole / median, GOAL);
            }));
  }
}
