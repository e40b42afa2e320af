package dev.signet.schedule;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.HardwareGoals.Target;
import dev.signet.network.SpatialSize;
import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import dev.signet.schedule.Scheduler.ScheduleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every neuron at every place its own logic with constant weights; registers between the layers;
 * one frame a clock. What moves elements about, as a window does, is wires. All stages move
 * together while the output buffer has room.
 */
final class SpatialScheduler {
  private final Program program;
  private final Dataflow dataflow;
  private final String topName;
  private final FrameFormat frames;
  private final List<Hardware.Unit> units = new ArrayList<>();
  private final Technology technology;
  private Area scoring = Area.NONE;
  private double luts;

  /**
   * @param target for which the area is estimated
   * @throws ScheduleException when the network is too large
   */
  SpatialScheduler(Program program, Target target) {
    requireFit(program);
    this.program = program;
    this.dataflow = new Dataflow(program);
    this.topName = Scheduler.topName(program);
    this.technology = Technology.of(target);
    this.frames = dataflow.input().frames(dataflow.input().elements());
  }

  private static void requireFit(Program program) {
    SpatialSize size = SpatialSizes.of(program);
    if (!size.fits()) {
      throw new ScheduleException(
          "%s (%s); use the style dataflow".formatted(size.excess(), size.cause()));
    }
  }

  Hardware schedule() {
    Instruction.Affine affine = dataflow.scoring();
    SpatialScores scores =
        new SpatialScores(
            topName, new ScoreArithmetic(affine), ElementFormat.of(affine.operand().type()));
    this.scoring = scores.area(technology);
    RtlModule top = top(affine.operand(), scores);
    Design.StreamProbe output =
        new Design.StreamProbe("output", "m_axis_tvalid", "m_axis_tready", "", 0);
    Design.StreamProbe input =
        new Design.StreamProbe("input", "s_axis_tvalid", "s_axis_tready", "", 0);
    return new Hardware(
        Style.SPATIAL,
        new Design(top, List.of(input, output)),
        frames,
        scores.format(),
        units,
        Optional.empty());
  }

  /** An estimate, but for the registers, which are counted. */
  Area area() {
    long registers = 0;
    Hardware hardware = schedule();
    // Logic of places has none, and every other module is there once.
    for (RtlModule module : hardware.design().modules()) {
      for (Statement statement : module.statements()) {
        registers +=
            statement instanceof Statement.Register register ? register.target().width() : 0;
      }
    }
    ResultFormat results = hardware.resultFormat();
    int scoreBits = results.classes() * results.scoreBits();
    // What fills the fields of a result up is 0 or a sign, in both words of the buffer behind.
    registers -= 2L * (results.dataWidth() - scoreBits - results.labelBits());
    if (scoring.multipliers() > 0) {
      // Those of the scores are in the multiplier blocks.
      registers -= scoreBits;
    }
    Area input = new InputUnit(frames, dataflow.input().encoding()).area(technology);
    return scoring.plus(new Area(input.luts() + Math.round(luts), registers, 0, 0));
  }

  private RtlModule top(Value sums, SpatialScores scores) {
    ModuleBuilder module = new ModuleBuilder(topName, comment(scores.format()));
    TopPorts ports = TopPorts.declare(module, frames, scores.format());
    Signal advance = new Signal("advance", 1);
    RtlModule input = new InputUnit(frames, dataflow.input().encoding()).build(topName + "_input");
    ModuleBuilder.Outputs inputs = ports.connectInput(module, input, advance);

    SpatialPipeline pipeline = new SpatialPipeline(module, advance, inputs.get("out_valid"));
    Value first = dataflow.input().result();
    String elements = dataflow.input().encoding().bitsOut() == 1 ? "input_bits" : "input_bytes";
    pipeline.give(first, pipeline.registered(elements, inputs.get("out_data"), 0));
    dataflow.units().forEach(unit -> place(pipeline, unit));

    SpatialPipeline.Bus taken = pipeline.bus(dataflow.root(sums));
    Expression all = view(sums, taken.signal()).word();
    ModuleBuilder.Outputs scored =
        module.instance("score_stage", scores.scores(), Map.of("sums", all), "score_stage_");
    SpatialPipeline.Bus result =
        pipeline.registered("all_scores", scored.get("scores"), taken.stage());
    Signal label =
        module
            .instance(
                "argmax_stage", scores.argmax(), Map.of("scores", result.signal()), "argmax_stage_")
            .get("label");
    RtlModule buffer = new SkidBuffer(scores.format().dataWidth()).build(topName + "_output");
    ModuleBuilder.Outputs outputs =
        module.instance(
            "output_stage",
            buffer,
            Map.of(
                "in_data",
                ScoreUnit.beat(scores.format(), label, result.signal()),
                "in_valid",
                pipeline.valid(result.stage()),
                "out_ready",
                ports.outReady()),
            "output_stage_");
    module.assign(advance, outputs.get("in_ready"));
    module.assign(ports.outData(), outputs.get("out_data"));
    module.assign(ports.outValid(), outputs.get("out_valid"));
    return module.build();
  }

  /** The module of a unit, and the registers behind it. */
  private void place(SpatialPipeline pipeline, Instruction unit) {
    List<Value> operands = dataflow.operands(unit);
    List<Value> roots = operands.stream().map(dataflow::root).toList();
    int stage = roots.stream().mapToInt(root -> pipeline.bus(root).stage()).max().orElseThrow();
    List<Wires> wires = new ArrayList<>();
    for (int operand = 0; operand < operands.size(); operand++) {
      Signal bus = pipeline.at(roots.get(operand), stage);
      wires.add(seen(unit, view(operands.get(operand), bus), operands.get(operand).type()));
    }
    Optional<Instruction.XnorPopcount> product = dataflow.productOf(unit);
    String name = product.map(Instruction::result).orElse(unit.result()).name();
    PlaceLogic logic = logic(unit);
    luts += unit.result().type().places() * logic.luts(technology);
    PlaceArray array = new PlaceArray(logic, unit.result().type(), wires);
    Map<String, Signal> inputs = new HashMap<>();
    for (int operand = 0; operand < wires.size(); operand++) {
      inputs.put(array.port(operand), wires.get(operand).bus());
    }
    Signal out =
        pipeline
            .module()
            .instance(name, array.build(topName + "_" + name), inputs, name + "_")
            .get("out");
    pipeline.give(
        unit.result(),
        isRegistered(unit)
            ? pipeline.registered(name + suffix(unit), out, stage)
            : new SpatialPipeline.Bus(out, stage));
    units.add(
        new Hardware.Unit(
            name, unit.result().type().places(), product.map(SpatialScheduler::describe), 1));
  }

  private static Hardware.Product describe(Instruction.XnorPopcount product) {
    int neurons = product.weights().rows();
    int inputs = product.weights().columns();
    return new Hardware.Product(neurons, inputs, product.groups(), neurons, inputs);
  }

  private static String suffix(Instruction unit) {
    return switch (unit.result().type()) {
      case IrType.Bits _ -> "_bits";
      case IrType.Integers _ -> unit instanceof Instruction.XnorPopcount ? "_counts" : "_values";
    };
  }

  /** What a unit sees of an operand: a pool what lies under its window. */
  private static Wires seen(Instruction unit, Wires wires, IrType type) {
    return switch (unit) {
      case Instruction.Pool pool -> wires.under(pool.window(), type, 1, 0);
      case Instruction.SumPool pool -> wires.under(pool.window(), type, 1, 0);
      case Instruction.Input _,
          Instruction.Binarize _,
          Instruction.Thermometer _,
          Instruction.ChannelsLast _,
          Instruction.Slide _,
          Instruction.Reshape _,
          Instruction.XnorPopcount _,
          Instruction.Threshold _,
          Instruction.Add _,
          Instruction.Concat _,
          Instruction.Affine _,
          Instruction.Argmax _ ->
          wires;
    };
  }

  private PlaceLogic logic(Instruction unit) {
    return switch (unit) {
      case Instruction.XnorPopcount product -> neurons(product, Optional.empty());
      case Instruction.Threshold threshold ->
          dataflow
              .product(threshold)
              .<PlaceLogic>map(product -> neurons(product, Optional.of(threshold)))
              .orElseGet(() -> CompareLogic.of(threshold));
      case Instruction.Binarize binarize -> CompareLogic.of(binarize);
      case Instruction.Thermometer thermometer -> CompareLogic.of(thermometer);
      case Instruction.Pool pool -> new WindowLogic.Pool(pool);
      case Instruction.SumPool pool -> new WindowLogic.Sum(pool);
      case Instruction.Add add -> new ElementLogic.Sum(add);
      case Instruction.Affine affine -> new ElementLogic.Affine(affine);
      case Instruction.Concat concat -> new ElementLogic.Joined(concat);
      case Instruction.Input _,
          Instruction.ChannelsLast _,
          Instruction.Slide _,
          Instruction.Reshape _,
          Instruction.Argmax _ ->
          throw new IllegalStateException("no unit of its own: " + unit);
    };
  }

  private NeuronLogic neurons(
      Instruction.XnorPopcount product, Optional<Instruction.Threshold> threshold) {
    int mapSize = dataflow.root(product.operand()).type().shape().size();
    return new NeuronLogic(product, threshold, mapSize);
  }

  /**
   * Whether registers stand behind a unit. Where all that follows is a comparison or a pool, which
   * is little logic and leaves fewer bits, they stand behind that.
   */
  private boolean isRegistered(Instruction unit) {
    Value result = unit.result();
    List<Instruction> takers = dataflow.takers(result);
    boolean single =
        takers.size() == 1
            && dataflow.branches(result) == 1
            && (takers.getFirst() instanceof Instruction.Pool
                || (takers.getFirst() instanceof Instruction.Threshold threshold
                    && dataflow.product(threshold).isEmpty()));
    return !single && !(unit instanceof Instruction.Concat);
  }

  /** The elements of a value on the bus of its root. */
  private Wires view(Value value, Signal bus) {
    if (value.equals(dataflow.root(value))) {
      return Wires.of(bus, ElementFormat.of(value.type()));
    }
    return switch (dataflow.definition(value)) {
      case Instruction.Slide slide ->
          view(slide.operand(), bus)
              .under(slide.window(), slide.operand().type(), slide.groups(), slide.fill());
      case Instruction.ChannelsLast turned ->
          view(turned.operand(), bus).turned(turned.operand().type().shape().extents().getFirst());
      case Instruction other -> view(other.operands().getFirst(), bus);
    };
  }

  private String comment(ResultFormat results) {
    return "Network %s, spatial: every neuron its own logic, one frame a clock.\n%s"
        .formatted(program.name(), TopPorts.comment(frames, results));
  }
}
