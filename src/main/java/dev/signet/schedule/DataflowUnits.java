package dev.signet.schedule;

import dev.signet.ir.Borders;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Value;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.network.Window;
import dev.signet.schedule.Scheduler.ScheduleException;
import dev.signet.schedule.UnitGraph.Stream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The units of a network: a unit for each operation, and before it what it needs to see its
 * operands as it wants them.
 */
final class DataflowUnits {
  private final Dataflow dataflow;
  private final Map<String, Folding> foldings;
  private final UnitGraph graph = new UnitGraph();
  private final StreamAdapter adapter = new StreamAdapter(graph);
  private final Map<Value, Deque<Stream>> streams = new HashMap<>();
  private final List<Hardware.Unit> described = new ArrayList<>();
  private Optional<FrameFormat> frames = Optional.empty();
  private Optional<ScoreUnit> scores = Optional.empty();

  /**
   * @param foldings of all products, by name
   */
  DataflowUnits(Dataflow dataflow, Map<String, Folding> foldings) {
    this.dataflow = dataflow;
    this.foldings = foldings;
  }

  /**
   * The units.
   *
   * @param graph they and their streams, without FIFOs; results leave the last of them
   * @param frames how frames go in
   * @param results how results come out
   * @param described those that are worth a line in a report
   */
  record Built(
      UnitGraph graph, FrameFormat frames, ResultFormat results, List<Hardware.Unit> described) {}

  Built build() {
    dataflow.units().forEach(this::place);
    scores();
    describeBinding();
    return new Built(
        graph, frames.orElseThrow(), scores.orElseThrow().format(), List.copyOf(described));
  }

  /** Adds what binds the throughput, where it is nothing that is worth a line otherwise. */
  private void describeBinding() {
    long most = described.stream().mapToLong(Hardware.Unit::cyclesPerFrame).max().orElse(0);
    for (UnitGraph.Node node : graph.nodes()) {
      node.unit()
          .filter(unit -> unit.cyclesPerFrame() > most)
          .ifPresent(
              unit ->
                  described.add(
                      new Hardware.Unit(node.name(), 1, Optional.empty(), unit.cyclesPerFrame())));
    }
  }

  /** Begins in the middle: with a value that is there already. */
  DataflowUnits from(Value value, StreamFormat format) {
    give(value, graph.source(format));
    return this;
  }

  /** Goes on with some units. */
  DataflowUnits through(List<Instruction> units) {
    units.forEach(this::place);
    return this;
  }

  /** Goes on with what a product needs before it. */
  DataflowUnits upTo(Instruction.XnorPopcount product) {
    operand(product, unit(product, dataflow.threshold(product)).in());
    return this;
  }

  /** Goes on with the way out. */
  DataflowUnits upToScores() {
    scores();
    return this;
  }

  /** What is there so far. */
  Area area(Technology technology) {
    return parts(technology).stream().map(FoldingPlan.Part::area).reduce(Area.NONE, Area::plus);
  }

  /** What is there so far, unit by unit, with FIFOs that are deep enough for sure. */
  List<FoldingPlan.Part> parts(Technology technology) {
    return parts(technology, graph.buffered(graph.bounds()));
  }

  /** The same with other FIFOs. */
  List<FoldingPlan.Part> parts(Technology technology, UnitGraph buffered) {
    List<FoldingPlan.Part> parts = new ArrayList<>();
    frames.ifPresent(
        format ->
            parts.add(
                new FoldingPlan.Part(
                    "input", new InputUnit(format, dataflow.input().encoding()).area(technology))));
    for (UnitGraph.Node node : buffered.nodes()) {
      node.unit()
          .ifPresent(unit -> parts.add(new FoldingPlan.Part(node.name(), unit.area(technology))));
    }
    return List.copyOf(parts);
  }

  /** Clocks of the slowest of what is there so far. */
  long cycles() {
    return graph.nodes().stream()
        .flatMap(node -> node.unit().stream())
        .mapToLong(StreamUnit::cyclesPerFrame)
        .max()
        .orElse(0);
  }

  /** How frames go in, if they come from outside. */
  Optional<FrameFormat> frames() {
    return frames;
  }

  private void place(Instruction instruction) {
    switch (instruction) {
      case Instruction.XnorPopcount product -> product(product, Optional.empty());
      case Instruction.Threshold threshold ->
          dataflow
              .product(threshold)
              .ifPresentOrElse(
                  product -> product(product, Optional.of(threshold)), () -> threshold(threshold));
      case Instruction.Binarize binarize ->
          threshold(
              new Instruction.Threshold(
                  binarize.result(),
                  binarize.operand(),
                  Collections.nCopies(binarize.operand().type().channels(), binarize.at()),
                  Borders.NONE));
      case Instruction.Pool pool ->
          pool(
              pool.result(),
              pool.operand(),
              pool.window(),
              new PoolUnit.Reduction.AnyOrAll(pool.all()));
      case Instruction.SumPool pool ->
          pool(pool.result(), pool.operand(), pool.window(), new PoolUnit.Reduction.Sum());
      case Instruction.Add add -> add(add);
      case Instruction.Concat concat -> concat(concat);
      case Instruction.Affine affine -> affine(affine);
      case Instruction.Thermometer thermometer ->
          throw new ScheduleException(
              "the thermometer %s does not stand alone behind the input, which the hardware needs"
                  .formatted(thermometer.result().name()));
      case Instruction.Input _,
          Instruction.ChannelsLast _,
          Instruction.Slide _,
          Instruction.Reshape _,
          Instruction.Argmax _ ->
          throw new IllegalStateException("no unit of its own: " + instruction);
    }
  }

  private void product(
      Instruction.XnorPopcount product, Optional<Instruction.Threshold> threshold) {
    String name = product.result().name();
    MatrixVectorUnit unit = unit(product, threshold);
    Stream in = operand(product, unit.in());
    Stream out = graph.add(name, unit, unit.out(), List.of(in));
    described.add(unit.describe());
    give(threshold.<Value>map(Instruction.Threshold::result).orElse(product.result()), out);
  }

  private MatrixVectorUnit unit(
      Instruction.XnorPopcount product, Optional<Instruction.Threshold> threshold) {
    String name = product.result().name();
    Folding folding = foldings.get(name);
    if (folding == null) {
      throw new IllegalArgumentException(name + " has no folding");
    }
    return new MatrixVectorUnit(product, threshold, folding);
  }

  private Stream operand(Instruction.XnorPopcount product, StreamFormat format) {
    String name = product.result().name();
    Stream taken = take(product.operand(), format.lanes(), name);
    return adapter.adapted(taken, format.run(), format.lanes(), name);
  }

  private void threshold(Instruction.Threshold threshold) {
    Value result = threshold.result();
    Stream in = inPlaces(threshold.operand(), result.name());
    ThresholdUnit unit = new ThresholdUnit(threshold, in.format());
    give(result, described(result, graph.add(result.name(), unit, unit.out(), List.of(in)), unit));
  }

  private void affine(Instruction.Affine affine) {
    Value result = affine.result();
    Stream in = inPlaces(affine.operand(), result.name());
    AffineUnit unit = new AffineUnit(affine, in.format());
    give(result, described(result, graph.add(result.name(), unit, unit.out(), List.of(in)), unit));
  }

  private void pool(Value result, Value operand, Window window, PoolUnit.Reduction reduction) {
    Stream in = inPlaces(operand, result.name());
    Stream windows =
        window(in, operand.type(), window, in.format().wordsPerRun(), 0, result.name());
    StreamFormat out =
        StreamFormat.of(result.type(), result.type().channels(), in.format().lanes());
    PoolUnit unit = new PoolUnit(result.name(), window.taps(), in.format(), out, reduction);
    give(result, described(result, graph.add(result.name(), unit, out, List.of(windows)), unit));
  }

  private void add(Instruction.Add add) {
    Value result = add.result();
    int channels = result.type().channels();
    Stream left = inPlaces(add.left(), result.name());
    Stream right = inPlaces(add.right(), result.name());
    int lanes = Math.max(left.format().lanes(), right.format().lanes());
    Stream first = adapter.adapted(left, channels, lanes, result.name());
    Stream second = adapter.adapted(right, channels, lanes, result.name());
    StreamFormat out = StreamFormat.of(result.type(), channels, lanes);
    AddUnit unit = new AddUnit(result.name(), first.format(), second.format(), out);
    give(
        result,
        described(result, graph.join(result.name(), unit, out, List.of(first, second), 0), unit));
  }

  private void concat(Instruction.Concat concat) {
    Value result = concat.result();
    List<Stream> operands = new ArrayList<>();
    int common = 0;
    int widest = 1;
    for (Value operand : concat.operands()) {
      Stream stream = inPlaces(operand, result.name());
      operands.add(stream);
      common = StreamAdapter.commonDivisor(common, operand.type().channels());
      widest = Math.max(widest, stream.format().lanes());
    }
    int lanes = StreamAdapter.divisor(common, Math.min(widest, common));
    List<Stream> adapted = new ArrayList<>();
    for (int index = 0; index < operands.size(); index++) {
      int run = concat.operands().get(index).type().channels();
      adapted.add(adapter.adapted(operands.get(index), run, lanes, result.name()));
    }
    StreamFormat out = StreamFormat.of(result.type(), result.type().channels(), lanes);
    ConcatUnit unit =
        new ConcatUnit(result.name(), adapted.stream().map(Stream::format).toList(), out);
    // An operand waits while others give their words of a place, or has given its own before.
    double skew = 2.0 / result.type().places();
    give(result, described(result, graph.join(result.name(), unit, out, adapted, skew), unit));
  }

  /** The way out: scores and class. */
  private void scores() {
    Instruction.Affine affine = dataflow.scoring();
    int classes = affine.scale().size();
    Stream taken = take(affine.operand(), classes, "scores");
    Stream in =
        adapter.adapted(taken, classes, Math.min(classes, taken.format().lanes()), "scores");
    ScoreUnit unit =
        new ScoreUnit(new ScoreArithmetic(affine), in.format().elementBits(), in.format().lanes());
    scores = Optional.of(unit);
    StreamFormat out = new StreamFormat(1, 1, 1, unit.format().dataWidth(), false);
    graph.add("score_stage", unit, out, List.of(in));
  }

  private Stream described(Value result, Stream stream, StreamUnit unit) {
    described.add(
        new Hardware.Unit(
            graph.node(stream).name(),
            result.type().places(),
            Optional.empty(),
            unit.cyclesPerFrame()));
    return stream;
  }

  private void give(Value value, Stream stream) {
    streams.put(value, new ArrayDeque<>(graph.fork(stream, dataflow.branches(value))));
  }

  /** A value in runs that are places, in words as they come. */
  private Stream inPlaces(Value value, String to) {
    int channels = value.type().channels();
    Stream stream = take(value, channels, to);
    return adapter.adapted(stream, channels, Math.min(channels, stream.format().lanes()), to);
  }

  /**
   * The stream of a value for one that takes it.
   *
   * @param lanes elements of a word that would suit it
   * @param to the name of who takes it
   */
  private Stream take(Value value, int lanes, String to) {
    Value root = dataflow.root(value);
    if (!value.equals(root)) {
      return switch (dataflow.definition(value)) {
        case Instruction.Slide slide -> window(slide, lanes, to);
        case Instruction.ChannelsLast turned -> {
          int channels = turned.operand().type().shape().extents().getFirst();
          if (channels != 1 && channels != turned.result().type().shape().size()) {
            throw new ScheduleException(
                "channels_last %s does not stand alone behind the input, which the hardware needs"
                    .formatted(turned.result().name()));
          }
          yield take(turned.operand(), lanes, to);
        }
        case Instruction other -> take(other.operands().getFirst(), lanes, to);
      };
    }
    if (value.equals(dataflow.input().result()) && frames.isEmpty()) {
      source(lanes);
    }
    Deque<Stream> branches = streams.get(root);
    if (branches == null) {
      throw new IllegalStateException(root + " is not there yet");
    }
    return branches.removeFirst();
  }

  /** The input, in beats as its first consumer wants them. */
  private void source(int lanes) {
    InputStage input = dataflow.input();
    int bits = input.encoding() instanceof InputEncoding.Bytes ? 1 : input.encoding().bitsOut();
    int perBeat = Math.clamp(lanes % bits == 0 ? lanes / bits : 1, 1, input.elements());
    frames = Optional.of(input.frames(perBeat));
    IrType type = input.result().type();
    give(input.result(), graph.source(StreamFormat.of(type, type.shape().size(), perBeat * bits)));
  }

  private Stream window(Instruction.Slide slide, int lanes, String to) {
    IrType type = slide.operand().type();
    int ofGroup = type.channels() / slide.groups();
    int width = StreamAdapter.divisor(ofGroup, Math.min(lanes, ofGroup));
    Stream in = adapter.adapted(take(slide.operand(), width, to), type.channels(), width, to);
    return window(in, type, slide.window(), slide.groups(), slide.fill(), to)
        .inRunsOf(slide.window().taps() * ofGroup);
  }

  /**
   * What lies under a window, in words of its own.
   *
   * @param in runs are places
   * @param groups of the words of a place
   * @param fill an element, in the padding
   */
  private Stream window(Stream in, IrType type, Window window, int groups, int fill, String to) {
    StreamFormat format = in.format();
    List<Integer> extents = type.shape().extents();
    WindowGeometry geometry =
        WindowGeometry.of(extents.get(0), extents.get(1), window, format.wordsPerRun(), groups);
    StreamFormat out =
        new StreamFormat(
            geometry.wordsOut() * format.lanes(),
            format.lanes(),
            format.lanes(),
            format.elementBits(),
            format.signed());
    if (geometry.isIdentity()) {
      return new Stream(in.node(), in.output(), out);
    }
    SlidingWindowUnit unit = new SlidingWindowUnit(to, geometry, format, fill);
    Stream stream = graph.add(to + "_window", unit, out, List.of(in));
    described.add(
        new Hardware.Unit(
            graph.node(stream).name(),
            geometry.results(),
            Optional.empty(),
            unit.cyclesPerFrame()));
    return stream;
  }
}
