package dev.signet.schedule;

import dev.signet.ir.Program;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One folded unit a layer, streams between them. */
final class DataflowScheduler {
  private final Program program;
  private final DenseChain chain;
  private final HardwareGoals goals;
  private final List<Design.StreamProbe> probes = new ArrayList<>();

  DataflowScheduler(Program program, DenseChain chain, HardwareGoals goals) {
    this.program = program;
    this.chain = chain;
    this.goals = goals;
  }

  Hardware schedule() {
    List<MatrixVectorUnit> units = new ArrayList<>();
    List<Folding> foldings = new DataflowFolding(chain, goals).chosen().foldings();
    for (int layer = 0; layer < foldings.size(); layer++) {
      units.add(chain.unit(layer, foldings.get(layer)));
    }
    FrameFormat frames =
        new FrameFormat(
            chain.inputElements(), chain.encoding().bitsIn(), foldings.getFirst().simd());
    ScoreUnit scores =
        new ScoreUnit(
            new ScoreArithmetic(chain.affine()),
            Expression.bitsFor(chain.last().span()),
            foldings.getLast().pe());
    RtlModule top = top(units, foldings, frames, scores);
    List<Hardware.Unit> described = units.stream().map(MatrixVectorUnit::describe).toList();
    return new Hardware(
        Style.DATAFLOW, new Design(top, probes), frames, scores.format(), described);
  }

  private RtlModule top(
      List<MatrixVectorUnit> units, List<Folding> foldings, FrameFormat frames, ScoreUnit scores) {
    String name = Scheduler.topName(program);
    ModuleBuilder module = new ModuleBuilder(name, comment(units, frames, scores.format()));
    TopPorts ports = TopPorts.declare(module, frames, scores.format());

    StreamPorts stream =
        new StreamPorts(
            new Signal("input_out_data", frames.elementsPerBeat() * chain.encoding().bitsOut()),
            new Signal("input_out_valid", 1),
            new Signal("input_out_ready", 1));
    RtlModule input = new InputUnit(frames, chain.encoding()).build(name + "_input");
    ports.connectInput(module, input, stream.ready());

    for (int layer = 0; layer < units.size(); layer++) {
      MatrixVectorUnit unit = units.get(layer);
      String layerName = chain.products().get(layer).result().name();
      if (layer > 0 && foldings.get(layer).simd() != foldings.get(layer - 1).pe()) {
        MatrixVectorUnit before = units.get(layer - 1);
        String beforeName = chain.products().get(layer - 1).result().name();
        String converterName = beforeName + "_to_" + layerName;
        RtlModule converter =
            new WidthConverter(before.shapeOut(), unit.shapeIn())
                .build(
                    name + "_" + converterName,
                    "From the words of %s to those of %s.".formatted(beforeName, layerName));
        stream = connect(module, converterName, converter, stream, foldings.get(layer).simd());
      }
      StreamPorts in = stream;
      stream =
          connect(module, layerName, unit.build(name + "_" + layerName), stream, unit.widthOut());
      probes.add(
          new Design.StreamProbe(
              layerName,
              in.valid().name(),
              in.ready().name(),
              layerName + ".occupancy",
              unit.bufferDepth()));
    }
    RtlModule scoreModule = scores.build(name + "_scores");
    StreamPorts result =
        connect(module, "score_stage", scoreModule, stream, scores.format().dataWidth());
    module.assign(ports.outData(), result.data());
    module.assign(ports.outValid(), result.valid());
    module.assign(result.ready(), ports.outReady());
    probes.add(new Design.StreamProbe("output", "m_axis_tvalid", "m_axis_tready", "", 0));
    return module.build();
  }

  /**
   * Puts a module behind a stream; the signals of its output stream are named after the instance.
   */
  private static StreamPorts connect(
      ModuleBuilder module, String instance, RtlModule unit, StreamPorts in, int widthOut) {
    StreamPorts out =
        new StreamPorts(
            new Signal(instance + "_out_data", widthOut),
            new Signal(instance + "_out_valid", 1),
            new Signal(instance + "_out_ready", 1));
    ModuleBuilder.Outputs driven =
        module.instance(
            instance,
            unit,
            Map.of("in_data", in.data(), "in_valid", in.valid(), "out_ready", out.ready()),
            instance + "_");
    module.assign(in.ready(), driven.get("in_ready"));
    return out;
  }

  private String comment(List<MatrixVectorUnit> units, FrameFormat frames, ResultFormat results) {
    StringBuilder text = new StringBuilder();
    text.append("Network ").append(program.name()).append(", dataflow: one folded unit a layer.\n");
    for (MatrixVectorUnit unit : units) {
      Hardware.Unit described = unit.describe();
      text.append(
          "%s: %d neurons of %d inputs, PE %d, SIMD %d, %d clocks a frame.\n"
              .formatted(
                  described.name(),
                  described.neurons(),
                  described.inputs(),
                  described.pe(),
                  described.simd(),
                  described.cyclesPerFrame()));
    }
    return text.append(TopPorts.comment(frames, results)).toString();
  }
}
