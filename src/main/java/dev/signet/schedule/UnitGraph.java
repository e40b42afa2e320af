package dev.signet.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Units and the streams between them, without loops: each takes only what those before it give. It
 * grows unit by unit; the first node is where frames come in.
 */
final class UnitGraph {
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<Edge, Integer> bounds = new LinkedHashMap<>();

  /**
   * An input of a node.
   *
   * @param node its index
   * @param input which of its inputs
   */
  record Edge(int node, int input) {}

  /**
   * An output of a node.
   *
   * @param node its index
   * @param output which of its outputs
   * @param format how frames go over it
   */
  record Stream(int node, int output, StreamFormat format) {

    /** The same words, in runs of another length. */
    Stream inRunsOf(int run) {
      return new Stream(node, output, format.with(run, format.lanes()));
    }
  }

  /**
   * A unit and what it takes.
   *
   * @param name unique
   * @param unit nothing for where frames come in
   * @param inputs from nodes before it
   * @param outputs number of streams it gives
   * @param words of a frame on each of them
   */
  record Node(String name, Optional<StreamUnit> unit, List<Stream> inputs, int outputs, int words) {
    Node {
      inputs = List.copyOf(inputs);
    }

    /** The same with other inputs. */
    Node with(List<Stream> newInputs) {
      return new Node(name, unit, newInputs, outputs, words);
    }

    StreamUnit.Lag lag() {
      return unit.map(StreamUnit::lag).orElse(StreamUnit.Lag.NONE);
    }
  }

  /** All nodes, each behind those it takes from. */
  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  Node node(Stream stream) {
    return nodes.get(stream.node());
  }

  /** Where frames come in. */
  Stream source(StreamFormat format) {
    return put("input", Optional.empty(), List.of(), 1, format).getFirst();
  }

  /**
   * A unit of one output.
   *
   * @param name changed where it is taken
   */
  Stream add(String name, StreamUnit unit, StreamFormat out, List<Stream> inputs) {
    return put(name, Optional.of(unit), inputs, 1, out).getFirst();
  }

  /** The same stream several times; one time is the stream itself. */
  List<Stream> fork(Stream stream, int branches) {
    if (branches == 1) {
      return List.of(stream);
    }
    String from = node(stream).name();
    ForkUnit unit =
        new ForkUnit(
            stream.format(), branches, "What %s gives, to %d units.".formatted(from, branches));
    return put(from + "_fork", Optional.of(unit), List.of(stream), branches, stream.format());
  }

  /**
   * A unit that waits for all of its inputs. {@link #bounds} tells how deep FIFOs in front of it
   * keep it from waiting for ever.
   *
   * @param skew how much more, in frames, it may take of an input than of another
   */
  Stream join(String name, StreamUnit unit, StreamFormat out, List<Stream> inputs, double skew) {
    List<Integer> depths = new JoinBuffers(this).depths(inputs, skew);
    Stream stream = add(name, unit, out, inputs);
    for (int input = 0; input < inputs.size(); input++) {
      if (depths.get(input) > 0) {
        bounds.put(new Edge(stream.node(), input), depths.get(input));
      }
    }
    return stream;
  }

  /** Depths of FIFOs with which nothing can stand still, however the units keep their time. */
  Map<Edge, Integer> bounds() {
    return Collections.unmodifiableMap(bounds);
  }

  /**
   * The same units with FIFOs between them; all but the source keep their order.
   *
   * @param depths words of each FIFO, by where it leads; none where it is 0 or not there
   */
  UnitGraph buffered(Map<Edge, Integer> depths) {
    if (depths.values().stream().allMatch(depth -> depth == 0)) {
      return this;
    }
    UnitGraph buffered = new UnitGraph();
    buffered.names.addAll(names);
    int[] moved = new int[nodes.size()];
    for (int index = 0; index < nodes.size(); index++) {
      Node node = nodes.get(index);
      List<Stream> inputs = new ArrayList<>();
      for (int input = 0; input < node.inputs().size(); input++) {
        Stream stream = node.inputs().get(input);
        Stream from = new Stream(moved[stream.node()], stream.output(), stream.format());
        Edge edge = new Edge(index, input);
        int depth = depths.getOrDefault(edge, 0);
        inputs.add(depth == 0 ? from : buffered.fifo(fifoName(edge), depth, from, node.name()));
      }
      moved[index] = buffered.nodes.size();
      buffered.nodes.add(node.with(inputs));
    }
    return buffered;
  }

  /** The name of the FIFO in front of a unit's input. */
  String fifoName(Edge edge) {
    Node node = nodes.get(edge.node());
    return node.name() + "_fifo" + (node.inputs().size() == 1 ? "" : "_" + edge.input());
  }

  /** What leads to a unit's input. */
  Stream stream(Edge edge) {
    return nodes.get(edge.node()).inputs().get(edge.input());
  }

  private Stream fifo(String name, int depth, Stream from, String to) {
    String comment = "Keeps what %s gives until %s takes it.".formatted(node(from).name(), to);
    FifoUnit unit = new FifoUnit(from.format(), depth, comment);
    return add(name, unit, from.format(), List.of(from));
  }

  private List<Stream> put(
      String name,
      Optional<StreamUnit> unit,
      List<Stream> inputs,
      int outputs,
      StreamFormat format) {
    int index = nodes.size();
    nodes.add(new Node(unique(name), unit, inputs, outputs, format.words()));
    return IntStream.range(0, outputs)
        .mapToObj(output -> new Stream(index, output, format))
        .toList();
  }

  private String unique(String name) {
    String candidate = name;
    for (int number = 2; !names.add(candidate); number++) {
      candidate = name + "_" + number;
    }
    return candidate;
  }
}
