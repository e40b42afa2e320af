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
import dev.signet.schedule.UnitGraph.Edge;
import dev.signet.schedule.UnitGraph.Node;
import dev.signet.schedule.UnitGraph.Stream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One folded unit a layer, streams between them. */
final class DataflowScheduler {
  private final Program program;
  private final Dataflow dataflow;
  private final HardwareGoals goals;
  private final List<Design.StreamProbe> probes = new ArrayList<>();

  DataflowScheduler(Program program, HardwareGoals goals) {
    this.program = program;
    this.dataflow = new Dataflow(program);
    this.goals = goals;
  }

  Hardware schedule() {
    return schedule(FifoSizing::size);
  }

  /**
   * @param fifos how deep they are to be
   */
  Hardware schedule(Function<UnitGraph, FifoSizing.Result> fifos) {
    return scheduled(new DataflowFolding(dataflow, goals).chosen().foldings(), fifos);
  }

  /**
   * With given foldings of all layers.
   *
   * @param fifos how deep they are to be
   */
  Hardware scheduled(Map<String, Folding> foldings, Function<UnitGraph, FifoSizing.Result> fifos) {
    DataflowUnits units = new DataflowUnits(dataflow, foldings);
    DataflowUnits.Built built = units.build();
    FifoSizing.Result sizing = fifos.apply(built.graph());
    UnitGraph buffered = built.graph().buffered(sizing.depths());
    RtlModule top = top(built, buffered.nodes());
    return new Hardware(
        Style.DATAFLOW,
        new Design(top, probes),
        built.frames(),
        built.results(),
        built.described(),
        described(built.graph(), sizing),
        units.parts(Technology.of(goals.target()), buffered));
  }

  private static Optional<Hardware.Sizing> described(UnitGraph graph, FifoSizing.Result sizing) {
    if (sizing.bounds().isEmpty()) {
      return Optional.empty();
    }
    List<Hardware.Fifo> fifos =
        sizing.bounds().keySet().stream()
            .sorted(Comparator.comparingInt(Edge::node).thenComparingInt(Edge::input))
            .map(
                edge ->
                    new Hardware.Fifo(
                        graph.fifoName(edge),
                        graph.node(graph.stream(edge)).name(),
                        graph.nodes().get(edge.node()).name(),
                        graph.stream(edge).format().width(),
                        sizing.depths().getOrDefault(edge, 0),
                        graph.bounds().getOrDefault(edge, 0)))
            .filter(fifo -> fifo.depth() > 0 || fifo.bound() > 0)
            .toList();
    return Optional.of(
        new Hardware.Sizing(
            fifos,
            sizing.interval(),
            sizing.latency(),
            sizing.latencyBefore(),
            sizing.runs(),
            sizing.clocks()));
  }

  private RtlModule top(DataflowUnits.Built built, List<Node> nodes) {
    String name = Scheduler.topName(program);
    ModuleBuilder module = new ModuleBuilder(name, comment(built));
    TopPorts ports = TopPorts.declare(module, built.frames(), built.results());
    RtlModule input =
        new InputUnit(built.frames(), dataflow.input().encoding()).build(name + "_input");
    ports.connectInput(module, input, new Signal("input_out_ready", 1));
    for (Node node : nodes) {
      node.unit().ifPresent(unit -> instance(module, nodes, node, unit, name + "_" + node.name()));
    }
    StreamPorts result = ports(nodes.getLast().name() + "_out", built.results().dataWidth());
    module.assign(ports.outData(), result.data());
    module.assign(ports.outValid(), result.valid());
    module.assign(result.ready(), ports.outReady());
    probes.add(new Design.StreamProbe("output", "m_axis_tvalid", "m_axis_tready", "", 0));
    return module.build();
  }

  private void instance(
      ModuleBuilder module, List<Node> nodes, Node node, StreamUnit unit, String moduleName) {
    int inputs = node.inputs().size();
    Map<String, Expression> connected = new HashMap<>();
    for (int input = 0; input < inputs; input++) {
      StreamPorts stream = ports(nodes, node.inputs().get(input));
      String port = inputs == 1 && !isJoin(unit) ? "in" : "in_" + input;
      connected.put(port + "_data", stream.data());
      connected.put(port + "_valid", stream.valid());
    }
    for (int output = 0; output < node.outputs(); output++) {
      String port = node.outputs() == 1 ? "out" : "out_" + output;
      connected.put(port + "_ready", new Signal(node.name() + "_" + port + "_ready", 1));
    }
    ModuleBuilder.Outputs driven =
        module.instance(node.name(), unit.build(moduleName), connected, node.name() + "_");
    for (int input = 0; input < inputs; input++) {
      String port = inputs == 1 && !isJoin(unit) ? "in" : "in_" + input;
      module.assign(ports(nodes, node.inputs().get(input)).ready(), driven.get(port + "_ready"));
    }
    if (unit.bufferDepth() > 0) {
      StreamPorts in = ports(nodes, node.inputs().getFirst());
      probes.add(
          new Design.StreamProbe(
              node.name(),
              in.valid().name(),
              in.ready().name(),
              node.name() + "." + unit.occupancy(),
              unit.bufferDepth()));
    }
  }

  private static boolean isJoin(StreamUnit unit) {
    return unit instanceof ConcatUnit || unit instanceof AddUnit;
  }

  /** The signals of a stream, named after the node that drives it. */
  private static StreamPorts ports(List<Node> nodes, Stream stream) {
    Node node = nodes.get(stream.node());
    String name = node.name() + (node.outputs() == 1 ? "_out" : "_out_" + stream.output());
    return ports(name, stream.format().width());
  }

  private static StreamPorts ports(String name, int width) {
    return new StreamPorts(
        new Signal(name + "_data", width),
        new Signal(name + "_valid", 1),
        new Signal(name + "_ready", 1));
  }

  private String comment(DataflowUnits.Built built) {
    StringBuilder text = new StringBuilder();
    text.append("Network ").append(program.name()).append(", dataflow: one folded unit a layer.\n");
    for (Hardware.Unit unit : built.described()) {
      text.append(unit.name()).append(": ");
      unit.product()
          .ifPresent(
              product ->
                  text.append(
                      "%d neurons of %d inputs%s, PE %d, SIMD %d, "
                          .formatted(
                              product.neurons(),
                              product.inputs(),
                              product.groups() > 1
                                  ? " in %d groups".formatted(product.groups())
                                  : "",
                              product.pe(),
                              product.simd())));
      if (unit.places() > 1) {
        text.append("%d places, ".formatted(unit.places()));
      }
      text.append("%d clocks a frame.\n".formatted(unit.cyclesPerFrame()));
    }
    return text.append(TopPorts.comment(built.frames(), built.results())).toString();
  }
}
