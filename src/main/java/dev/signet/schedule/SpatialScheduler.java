package dev.signet.schedule;

import static dev.signet.rtl.Expression.bitsFor;
import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.mux;
import static dev.signet.rtl.Expression.slice;
import static dev.signet.rtl.Expression.zeroExtend;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Every neuron its own logic with constant weights; a register after each layer; one frame a clock.
 * All stages move together while the output buffer has room.
 */
final class SpatialScheduler {
  private final Program program;
  private final String topName;
  private final DenseChain chain;
  private final FrameFormat frames;
  private final ScoreArithmetic arithmetic;
  private final ResultFormat results;

  SpatialScheduler(Program program, DenseChain chain) {
    this.program = program;
    this.topName = Scheduler.topName(program);
    this.chain = chain;
    this.frames =
        new FrameFormat(chain.inputElements(), chain.encoding().bitsIn(), chain.inputElements());
    this.arithmetic = new ScoreArithmetic(chain.affine());
    this.results = new ResultFormat(arithmetic.classes(), arithmetic.scoreBits());
  }

  Hardware schedule() {
    List<Hardware.Unit> units = new ArrayList<>();
    for (Instruction.XnorPopcount product : chain.products()) {
      int neurons = product.weights().rows();
      int inputs = product.weights().columns();
      units.add(
          new Hardware.Unit(
              product.result().name(),
              1,
              Optional.of(new Hardware.Product(neurons, inputs, 1, neurons, inputs)),
              1));
    }
    Design.StreamProbe output =
        new Design.StreamProbe("output", "m_axis_tvalid", "m_axis_tready", "", 0);
    Design.StreamProbe input =
        new Design.StreamProbe("input", "s_axis_tvalid", "s_axis_tready", "", 0);
    return new Hardware(
        Style.SPATIAL, new Design(top(), List.of(input, output)), frames, results, units);
  }

  private RtlModule top() {
    String name = topName;
    ModuleBuilder module = new ModuleBuilder(name, comment());
    TopPorts ports = TopPorts.declare(module, frames, results);
    Signal advance = new Signal("advance", 1);
    RtlModule input = new InputUnit(frames, chain.encoding()).build(name + "_input");
    ModuleBuilder.Outputs inputs = ports.connectInput(module, input, advance);

    Stage stage = new Stage(module, advance);
    String elements = chain.encoding().bitsOut() == 1 ? "input_bits" : "input_bytes";
    Signal value = stage.register(elements, inputs.get("out_data"));
    Signal valid = stage.valid(elements + "_valid", inputs.get("out_valid"));
    for (DenseChain.HiddenLayer layer : chain.hidden()) {
      String layerName = layer.product().result().name();
      Signal out =
          module
              .instance(layerName, hiddenLayer(layer), Map.of("in", value), layerName + "_")
              .get("out");
      value = stage.register(layerName + "_bits", out);
      valid = stage.valid(layerName + "_valid", valid);
    }
    String lastName = chain.last().result().name();
    Signal counts =
        module.instance(lastName, lastLayer(), Map.of("in", value), lastName + "_").get("out");
    value = stage.register(lastName + "_counts", counts);
    valid = stage.valid(lastName + "_valid", valid);
    ModuleBuilder.Outputs scored =
        module.instance("score_stage", scores(), Map.of("counts", value), "score_stage_");
    Signal scores = stage.register("scores", scored.get("scores"));
    valid = stage.valid("scores_valid", valid);
    Signal label =
        module.instance("argmax_stage", argmax(), Map.of("scores", scores), "argmax_").get("label");

    RtlModule buffer = new SkidBuffer(results.dataWidth()).build(name + "_output");
    ModuleBuilder.Outputs outputs =
        module.instance(
            "output_stage",
            buffer,
            Map.of(
                "in_data",
                ScoreUnit.beat(results, label, scores),
                "in_valid",
                valid,
                "out_ready",
                ports.outReady()),
            "output_");
    module.assign(advance, outputs.get("in_ready"));
    module.assign(ports.outData(), outputs.get("out_data"));
    module.assign(ports.outValid(), outputs.get("out_valid"));
    return module.build();
  }

  /** Pipeline registers that all move together. */
  private record Stage(ModuleBuilder module, Signal advance) {
    Signal register(String name, Signal source) {
      Signal target = new Signal(name, source.width());
      module.register(target, source, advance);
      return target;
    }

    Signal valid(String name, Signal source) {
      Signal target = new Signal(name, 1);
      module.resetRegister(target, source, advance);
      return target;
    }
  }

  private RtlModule hiddenLayer(DenseChain.HiddenLayer layer) {
    Instruction.XnorPopcount product = layer.product();
    BitMatrix weights = product.weights();
    String name = product.result().name();
    ModuleBuilder module =
        new ModuleBuilder(
            topName + "_" + name,
            "%s: %d neurons of %d inputs with constant weights.\nout[k]: XNOR with row k agrees in at least threshold k bits.%s"
                .formatted(
                    name, weights.rows(), weights.columns(), BitPlanes.comment(product.planes())));
    Signal in = module.input("in", weights.columns() * product.planes());
    Signal out = module.output("out", weights.rows());
    List<Integer> thresholds = layer.threshold().thresholds();
    int levelBits = bitsFor(product.span() + 1);
    List<Expression> bits = new ArrayList<>();
    for (int neuron = 0; neuron < weights.rows(); neuron++) {
      bits.add(constant(1, thresholds.get(neuron) == 0 ? 1 : 0));
    }
    int[] comparing =
        IntStream.range(0, weights.rows())
            .filter(k -> thresholds.get(k) > 0 && thresholds.get(k) <= product.span())
            .toArray();
    if (comparing.length > 0) {
      BitPlanes planes = BitPlanes.of(module, in, product.planes());
      for (int neuron : comparing) {
        Expression sum = zeroExtend(count(planes, weights, neuron), levelBits);
        Expression level = constant(levelBits, thresholds.get(neuron));
        bits.set(neuron, module.wire("fires_" + neuron, new Expression.Threshold(sum, level)));
      }
    }
    module.assign(out, concat(bits.reversed()));
    return module.build();
  }

  private RtlModule lastLayer() {
    Instruction.XnorPopcount product = chain.last();
    BitMatrix weights = product.weights();
    String name = product.result().name();
    int countBits = bitsFor(product.span());
    ModuleBuilder module =
        new ModuleBuilder(
            topName + "_" + name,
            "%s: %d neurons of %d inputs with constant weights; popcounts of %d bits, neuron 0 lowest.%s"
                .formatted(
                    name,
                    weights.rows(),
                    weights.columns(),
                    countBits,
                    BitPlanes.comment(product.planes())));
    Signal in = module.input("in", weights.columns() * product.planes());
    Signal out = module.output("out", weights.rows() * countBits);
    BitPlanes planes = BitPlanes.of(module, in, product.planes());
    List<Expression> counts = new ArrayList<>();
    for (int neuron = 0; neuron < weights.rows(); neuron++) {
      counts.add(count(planes, weights, neuron));
    }
    module.assign(out, concat(counts.reversed()));
    return module.build();
  }

  private static Signal count(BitPlanes planes, BitMatrix weights, int neuron) {
    Expression row = RtlConstants.bits(weights, neuron, 0, weights.columns());
    return planes.agreement("count_" + neuron, row);
  }

  private RtlModule scores() {
    int countBits = bitsFor(chain.last().span());
    ModuleBuilder module =
        new ModuleBuilder(
            topName + "_scores",
            "Scores: scale * popcount + offset for each of %d classes, %d bits each, class 0 lowest."
                .formatted(results.classes(), results.scoreBits()));
    Signal counts = module.input("counts", results.classes() * countBits);
    Signal out = module.output("scores", results.classes() * results.scoreBits());
    List<Expression> scores = new ArrayList<>();
    for (int k = 0; k < results.classes(); k++) {
      Expression scale = constant(arithmetic.scaleBits(), arithmetic.scale(k));
      Expression offset = constant(arithmetic.offsetBits(), arithmetic.offset(k));
      scores.add(
          arithmetic.score(
              module, Integer.toString(k), slice(counts, k * countBits, countBits), scale, offset));
    }
    module.assign(out, concat(scores.reversed()));
    return module.build();
  }

  /** A tree of comparisons; the lower class wins a tie. */
  private RtlModule argmax() {
    ModuleBuilder module =
        new ModuleBuilder(
            topName + "_argmax",
            "The index of the largest of %d scores, the lowest on a tie."
                .formatted(results.classes()));
    Signal scores = module.input("scores", results.classes() * results.scoreBits());
    Signal out = module.output("label", results.labelBits());
    List<Contender> round = new ArrayList<>();
    for (int k = 0; k < results.classes(); k++) {
      Expression score = slice(scores, k * results.scoreBits(), results.scoreBits());
      round.add(new Contender(k, k, score, constant(results.labelBits(), k)));
    }
    while (round.size() > 1) {
      List<Contender> winners = new ArrayList<>();
      for (int pair = 0; pair + 1 < round.size(); pair += 2) {
        winners.add(winner(module, round.get(pair), round.get(pair + 1), round.size() == 2));
      }
      if (round.size() % 2 == 1) {
        winners.add(round.getLast());
      }
      round = winners;
    }
    module.assign(out, round.getFirst().label());
    return module.build();
  }

  /** The best of classes {@code first} to {@code last}. */
  private record Contender(int first, int last, Expression score, Expression label) {}

  private static Contender winner(
      ModuleBuilder module, Contender low, Contender high, boolean isFinal) {
    String range = "_" + low.first() + "_" + high.last();
    Signal better = module.wire("upper_wins" + range, ScoreUnit.beats(high.score(), low.score()));
    Expression label = module.wire("best_label" + range, mux(better, high.label(), low.label()));
    // Nothing compares the winner of the final.
    Expression score =
        isFinal
            ? low.score()
            : module.wire("best_score" + range, mux(better, high.score(), low.score()));
    return new Contender(low.first(), high.last(), score, label);
  }

  private String comment() {
    return "Network %s, spatial: every neuron its own logic, one frame a clock.\n%s"
        .formatted(program.name(), TopPorts.comment(frames, results));
  }
}
