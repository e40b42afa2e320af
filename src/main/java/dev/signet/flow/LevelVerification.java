package dev.signet.flow;

import dev.signet.data.ImageSet;
import dev.signet.flow.HardwareFiles.Traffic;
import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.lower.ScoreCounts;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Model;
import dev.signet.rtl.PortTrace;
import dev.signet.schedule.Hardware;
import dev.signet.schedule.Scheduler;
import dev.signet.sim.BatchEngine;
import dev.signet.sim.FrameBatch;
import dev.signet.sim.Inferences;
import dev.signet.sim.StreamResult;
import dev.signet.sim.StreamSettings;
import dev.signet.train.FloatForward;
import dev.signet.train.Predictions;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds all levels against each other: the float32 trainer, the reference interpreter, the batch
 * engine, the cycle-level simulator, and the emitted Verilog, port by port and clock by clock. The
 * reference interpreter is the measure.
 */
public final class LevelVerification {
  private final Model model;
  private final Program program;
  private final ImageSet images;
  private final FrameBatch frames;
  private final Options options;
  private final Consumer<String> progress;
  private final ToolLocator tools = ToolLocator.ofEnvironment();
  private final Inferences reference;
  private final List<LevelResult> levels = new ArrayList<>();
  private final List<Simulated> simulated = new ArrayList<>();

  private LevelVerification(
      Model model, Program program, ImageSet images, Options options, Consumer<String> progress) {
    this.model = model;
    this.program = program;
    this.images = images.first(options.effort().interpreted(program, images.count()));
    this.frames = NetworkData.frames(this.images);
    this.options = options;
    this.progress = progress;
    progress.accept("ir: reference interpreter, %,d frames".formatted(this.images.count()));
    Stopwatch watch = new Stopwatch();
    this.reference = LevelInference.interpret(program, frames);
    add(Level.IR, "interpreter", reference, watch);
  }

  /**
   * How much is held against how much.
   *
   * @param styles which kinds of hardware
   * @param threads for the levels that use several
   * @param verilog which Verilog simulators run, with how many frames each
   * @param effort what these and all other numbers of frames are kept within
   * @param stallSeed seed of the random stalls
   */
  public record Options(
      List<Style> styles,
      int threads,
      Map<VerilogTool, Integer> verilog,
      Effort effort,
      long stallSeed) {
    public Options {
      styles = List.copyOf(styles);
      verilog = Map.copyOf(verilog);
    }
  }

  /**
   * Hardware and its run without stalls over the frames it got.
   *
   * @param hardware what was run
   * @param stream its timing
   */
  public record Simulated(Hardware hardware, StreamResult stream) {}

  /**
   * What came of it.
   *
   * @param levels a row for each level, tool, style and kind of traffic
   * @param simulated in the order of the styles
   */
  public record Outcome(List<LevelResult> levels, List<Simulated> simulated) {
    public Outcome {
      levels = List.copyOf(levels);
      simulated = List.copyOf(simulated);
    }
  }

  /**
   * Verifies.
   *
   * @param images test images, at least one
   * @param progress is told what is under way
   */
  public static Outcome verify(
      Model model, Program program, ImageSet images, Options options, Consumer<String> progress) {
    if (images.count() == 0) {
      throw new FlowException("there are no test images to verify with");
    }
    return new LevelVerification(model, program, images, options, progress).run();
  }

  private Outcome run() {
    train();
    fast();
    for (Style style : options.styles()) {
      hardware(style);
    }
    levels.sort(Comparator.comparing(LevelResult::level));
    return new Outcome(levels, simulated);
  }

  private void train() {
    progress.accept("train: float32 forward pass, %,d frames".formatted(images.count()));
    Stopwatch watch = new Stopwatch();
    Predictions predictions = FloatForward.run(model, images, options.threads());
    add(Level.TRAIN, "float32", integerScores(predictions), watch);
  }

  /** The trainer's own classes, with the integer scores that its sums stand for. */
  private Inferences integerScores(Predictions predictions) {
    Instruction.Affine affine = scores();
    ScoreCounts counts = ScoreCounts.of(model);
    int classes = program.classes();
    long[] scores = new long[predictions.frames() * classes];
    for (int index = 0; index < scores.length; index++) {
      int k = index % classes;
      scores[index] =
          affine.scale().get(k) * counts.of(k, predictions.sums()[index]) + affine.offset().get(k);
    }
    return new Inferences(predictions.classes(), scores);
  }

  private Instruction.Affine scores() {
    return program.instructions().stream()
        .filter(instruction -> instruction.result().equals(program.output().scores()))
        .map(Instruction.Affine.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private void fast() {
    progress.accept("fast: batch engine, %,d frames".formatted(images.count()));
    Stopwatch watch = new Stopwatch();
    add(
        Level.FAST,
        "batch engine",
        BatchEngine.compile(program).infer(frames, options.threads()),
        watch);
  }

  private void hardware(Style style) {
    Hardware hardware = Scheduler.schedule(program, style, model.network().hardware());
    HardwareSimulation simulation = new HardwareSimulation(hardware);
    int count = options.effort().simulated(hardware, images.count());
    for (Traffic traffic : Traffic.values()) {
      boolean stalls = traffic == Traffic.STALLED;
      progress.accept(
          "rtl: %s%s, %,d frames".formatted(style.label(), stalls ? " with stalls" : "", count));
      Stopwatch watch = new Stopwatch();
      HardwareSimulation.Outcome outcome =
          simulation.run(frames, count, traffic.settings(hardware, options.stallSeed()), List.of());
      Agreement agreement = Agreement.of(reference, outcome.inferences());
      long cycles = outcome.stream().cycles();
      levels.add(
          new LevelResult(
              Level.RTL,
              "cycle simulator",
              Optional.of(style),
              stalls,
              count,
              correct(outcome.inferences()),
              agreement.classMismatches(),
              agreement.scoreMismatches(),
              cycles,
              0,
              watch.seconds(),
              Optional.empty(),
              agreement.first()));
      if (!stalls) {
        simulated.add(new Simulated(hardware, outcome.stream()));
      }
    }
    if (!options.verilog().isEmpty()) {
      verilog(style, hardware, simulation);
    }
  }

  private void verilog(Style style, Hardware hardware, HardwareSimulation simulation) {
    for (VerilogTool tool : VerilogTool.values()) {
      Integer wanted = options.verilog().get(tool);
      if (wanted == null) {
        continue;
      }
      int count = options.effort().simulated(tool, hardware, Math.min(wanted, images.count()));
      Optional<String> missing = tool.missing(tools);
      if (missing.isPresent()) {
        levels.add(LevelResult.notRun(Level.VERILOG, tool.toString(), style, false, missing.get()));
        levels.add(LevelResult.notRun(Level.VERILOG, tool.toString(), style, true, missing.get()));
        continue;
      }
      Map<String, PortTrace> traces = new LinkedHashMap<>();
      for (Traffic traffic : Traffic.values()) {
        StreamSettings settings = traffic.settings(hardware, options.stallSeed());
        traces.put(traffic.folder(), simulation.trace(frames, count, settings).trace());
      }
      progress.accept(
          "verilog: %s in %s, %,d frames with and without stalls"
              .formatted(style.label(), tool, count));
      new VerilogBench(tools)
          .run(hardware, tool, traces)
          .forEach(
              (trace, outcome) ->
                  levels.add(
                      compare(
                          style,
                          tool,
                          trace.equals(Traffic.STALLED.folder()),
                          hardware,
                          count,
                          outcome)));
    }
  }

  private LevelResult compare(
      Style style,
      VerilogTool tool,
      boolean stalls,
      Hardware hardware,
      int count,
      SimulationOutcome outcome) {
    Inferences results = HardwareSimulation.unpack(hardware.resultFormat(), beats(outcome));
    Agreement agreement = Agreement.of(reference, results);
    int missing = count - results.frames();
    Optional<String> first = outcome.messages().stream().findFirst().or(agreement::first);
    if (missing != 0) {
      first =
          first.or(
              () -> Optional.of("%d results instead of %d".formatted(results.frames(), count)));
    }
    return new LevelResult(
        Level.VERILOG,
        tool.toString(),
        Optional.of(style),
        stalls,
        count,
        correct(results),
        agreement.classMismatches() + Math.abs(missing),
        agreement.scoreMismatches() + Math.abs(missing),
        outcome.cycles(),
        outcome.mismatches(),
        outcome.seconds(),
        Optional.empty(),
        first);
  }

  /**
   * Result beats as numbers. A beat with unknown bits has been counted as a mismatching cycle; here
   * it is 0.
   */
  private static List<BigInteger> beats(SimulationOutcome outcome) {
    return outcome.results().stream()
        .map(word -> word.matches("[0-9a-fA-F]+") ? new BigInteger(word, 16) : BigInteger.ZERO)
        .toList();
  }

  private void add(Level level, String tool, Inferences inferences, Stopwatch watch) {
    Agreement agreement = Agreement.of(reference, inferences);
    levels.add(
        new LevelResult(
            level,
            tool,
            Optional.empty(),
            false,
            inferences.frames(),
            correct(inferences),
            agreement.classMismatches(),
            agreement.scoreMismatches(),
            0,
            0,
            watch.seconds(),
            Optional.empty(),
            agreement.first()));
  }

  private int correct(Inferences inferences) {
    int correct = 0;
    for (int frame = 0; frame < Math.min(inferences.frames(), images.count()); frame++) {
      correct += inferences.labels()[frame] == images.label(frame) ? 1 : 0;
    }
    return correct;
  }
}
