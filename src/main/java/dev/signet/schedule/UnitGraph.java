package dev.signet.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
   */
  record Node(String name, Optional<StreamUnit> unit, List<Stream> inputs, int outputs) {
    Node {
      inputs = List.copyOf(inputs);
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
   * A unit that waits for all of its inputs, with the FIFOs in front of it that keep it from
   * waiting for ever.
   *
   * @param skew how much more, in frames, it may take of an input than of another
   */
  Stream join(String name, StreamUnit unit, StreamFormat out, List<Stream> inputs, double skew) {
    List<Integer> depths = new JoinBuffers(nodes).depths(inputs, skew);
    List<Stream> buffered = new ArrayList<>();
    for (int input = 0; input < inputs.size(); input++) {
      Stream stream = inputs.get(input);
      int depth = depths.get(input);
      buffered.add(
          depth == 0
              ? stream
              : add(
                  name + "_fifo_" + input,
                  new FifoUnit(
                      stream.format(),
                      depth,
                      "Keeps what %s gives until the other operand of %s is there."
                          .formatted(node(stream).name(), name)),
                  stream.format(),
                  List.of(stream)));
    }
    return add(name, unit, out, buffered);
  }

  private List<Stream> put(
      String name,
      Optional<StreamUnit> unit,
      List<Stream> inputs,
      int outputs,
      StreamFormat format) {
    int index = nodes.size();
    nodes.add(new Node(unique(name), unit, inputs, outputs));
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
