package dev.signet.flow;

import dev.signet.flow.SimulationBenchmark.Comparison;
import dev.signet.flow.SimulationBenchmark.Differences;
import dev.signet.flow.SimulationBenchmark.Verilog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** The turns of one simulator of Verilator's beside ours. Closing it removes the simulator. */
final class VerilatorTurns implements AutoCloseable {
  /** How many times Verilator's rate ours is meant to be. */
  private static final double GOAL = 10;

  private final Verilog verilog;
  private final double buildSeconds;
  private final DoubleFunction<Turn> run;
  private final Runnable removal;
  private final List<Double> clocks = new ArrayList<>();
  private final List<Double> frames = new ArrayList<>();
  private final List<Double> ratios = new ArrayList<>();
  private Optional<Differences> differences = Optional.empty();

  /**
   * One turn.
   *
   * @param differences from our results, where they can be compared
   */
  private record Turn(SimulationRate rate, Optional<Differences> differences) {}

  private VerilatorTurns(
      Verilog verilog, double buildSeconds, DoubleFunction<Turn> run, Runnable removal) {
    this.verilog = verilog;
    this.buildSeconds = buildSeconds;
    this.run = run;
    this.removal = removal;
  }

  /** Of emitted hardware, which has to give what is expected. */
  static VerilatorTurns of(VerilatorModel model, NoiseSimulation.Outcome expected) {
    return new VerilatorTurns(
        Verilog.EMITTED,
        model.buildSeconds(),
        seconds -> {
          VerilatorModel.Turn turn = model.run(seconds);
          return new Turn(turn.rate(), Optional.of(Differences.between(expected, turn.outcome())));
        },
        model::close);
  }

  /** Of hardware written by hand. */
  static VerilatorTurns of(HandMadeHardware.Program program) {
    return new VerilatorTurns(
        Verilog.HAND_MADE,
        program.buildSeconds(),
        seconds -> new Turn(program.rate(seconds), Optional.empty()),
        program::close);
  }

  /**
   * Takes a turn.
   *
   * @param seconds it is to take, at least
   * @param ours what we did in the turn before it
   * @throws FlowException when the simulator fails
   */
  void take(double seconds, SimulationRate ours) {
    Turn turn = run.apply(seconds);
    clocks.add(turn.rate().clocksPerSecond());
    frames.add(turn.rate().framesPerSecond());
    ratios.add(ours.framesPerSecond() / turn.rate().framesPerSecond());
    turn.differences()
        .ifPresent(
            found -> differences = Optional.of(differences.orElse(Differences.NONE).or(found)));
  }

  /** What came of the turns, of which there has to be one. */
  Comparison comparison() {
    return new Comparison(
        verilog,
        buildSeconds,
        Median.of(clocks),
        new RateComparison(Median.of(frames), Median.of(ratios), GOAL),
        differences);
  }

  @Override
  public void close() {
    removal.run();
  }
}
