package dev.signet.schedule;

import dev.signet.schedule.UnitGraph.Edge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * When words move through all units of a graph. Clock 0 is the first behind reset.
 *
 * <p>Events are worked out one after another and not clock by clock: each unit goes on as far as
 * what its neighbours did is known ({@link UnitTiming}). The order in which this is done changes no
 * time.
 */
final class GraphTiming {
  private final List<StreamTimes> streams = new ArrayList<>();
  private final List<UnitTiming> units = new ArrayList<>();
  private final Map<Output, StreamTimes> outputs = new LinkedHashMap<>();
  private final Map<Edge, FifoTiming> fifos = new LinkedHashMap<>();
  private final Source source;
  private final Sink sink;
  private final Agenda agenda;

  /** When something outside is ready for a word. */
  interface Readiness {

    /**
     * The first clock in which it is.
     *
     * @param word number of the word, over all frames
     * @param earliest the first clock that comes into question
     */
    long at(long word, long earliest);
  }

  /**
   * @param graph without FIFOs at these places
   * @param most places for FIFOs, with the most words that each will hold
   */
  GraphTiming(UnitGraph graph, Map<Edge, Integer> most) {
    List<UnitGraph.Node> nodes = graph.nodes();
    List<Wire> wires = new ArrayList<>();
    Map<StreamTimes, Integer> drivers = new LinkedHashMap<>();
    Optional<Source> from = Optional.empty();
    for (int index = 0; index < nodes.size(); index++) {
      UnitGraph.Node node = nodes.get(index);
      List<StreamTimes> in = new ArrayList<>();
      for (int input = 0; input < node.inputs().size(); input++) {
        UnitGraph.Stream taken = node.inputs().get(input);
        StreamTimes stream = get(outputs, new Output(taken.node(), taken.output()));
        Integer depth = most.get(new Edge(index, input));
        if (depth != null) {
          StreamTimes behind = stream(stream.words());
          FifoTiming fifo = new FifoTiming(stream, behind, depth, depth);
          fifos.put(new Edge(index, input), fifo);
          wires.add(new Wire(stream, units.size()));
          drivers.put(behind, units.size());
          units.add(fifo);
          stream = behind;
        }
        in.add(stream);
      }
      List<StreamTimes> out = new ArrayList<>();
      for (int output = 0; output < node.outputs(); output++) {
        StreamTimes stream = stream(node.words());
        outputs.put(new Output(index, output), stream);
        drivers.put(stream, units.size());
        out.add(stream);
      }
      in.forEach(stream -> wires.add(new Wire(stream, units.size())));
      if (node.unit().isPresent()) {
        units.add(node.unit().get().timing(in, out));
      } else {
        from = Optional.of(new Source(out.getFirst()));
        units.add(from.get());
      }
    }
    source = from.orElseThrow();
    StreamTimes result = get(outputs, new Output(nodes.size() - 1, 0));
    sink = new Sink(result);
    wires.add(new Wire(result, units.size()));
    units.add(sink);
    agenda = new Agenda(units);
    for (Wire wire : wires) {
      wire.stream().connect(agenda, get(drivers, wire.stream()), wire.sink());
    }
  }

  private record Wire(StreamTimes stream, int sink) {}

  private record Output(int node, int output) {}

  private static <K, V> V get(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key), key::toString);
  }

  private StreamTimes stream(int words) {
    StreamTimes stream = new StreamTimes(words);
    streams.add(stream);
    return stream;
  }

  /** The FIFO in front of a unit's input. */
  FifoTiming fifo(Edge edge) {
    return get(fifos, edge);
  }

  /**
   * Begins anew.
   *
   * @param period clocks from frame to frame, with which frames are compared
   * @param offers when the source offers a word
   * @param takes when the sink takes a word
   */
  void restart(long period, Readiness offers, Readiness takes) {
    streams.forEach(stream -> stream.restart(period));
    units.forEach(unit -> unit.restart(period));
    source.readiness = offers;
    sink.readiness = takes;
    for (int unit = 0; unit < units.size(); unit++) {
      agenda.wake(unit);
    }
  }

  /**
   * Goes on until everything has happened that so many frames bring about.
   *
   * @return whether all of their results are out; if not, all stands still
   */
  boolean run(long frames) {
    source.limit = frames * source.out.words();
    agenda.wake(units.indexOf(source));
    agenda.run();
    return sink.in.frames() == frames;
  }

  /** The first frame that all later ones are like, everywhere. */
  long since() {
    long since = 0;
    for (StreamTimes stream : streams) {
      since = Math.max(since, stream.since());
    }
    for (UnitTiming unit : units) {
      since = Math.max(since, unit.since());
    }
    return since;
  }

  /** The most frames back that anything depends on. */
  int lookback() {
    return units.stream().mapToInt(UnitTiming::lookback).max().orElse(1);
  }

  /** When the last result was taken. */
  long lastResult() {
    return sink.in.takenAt();
  }

  /** Words of a frame that come in. */
  int beats() {
    return source.out.words();
  }

  /** The words that leave an output of a node. */
  StreamTimes stream(int node, int output) {
    return get(outputs, new Output(node, output));
  }

  private static final class Source extends UnitTiming {
    private final StreamTimes out;
    private Readiness readiness = (_, earliest) -> earliest;
    private long limit;
    private long word;

    Source(StreamTimes out) {
      this.out = out;
    }

    @Override
    void restart(long period) {
      word = 0;
      limit = 0;
    }

    @Override
    void run() {
      if (out.isFree() && word < limit) {
        long earliest = word == 0 ? 0 : out.takenAt() + 1;
        out.offer(readiness.at(word++, earliest));
      }
    }
  }

  private static final class Sink extends UnitTiming {
    private final StreamTimes in;
    private Readiness readiness = (_, earliest) -> earliest;
    private long word;

    Sink(StreamTimes in) {
      this.in = in;
    }

    @Override
    void restart(long period) {
      word = 0;
    }

    @Override
    void run() {
      if (in.isOffered()) {
        in.take(readiness.at(word++, in.offeredAt()));
      }
    }
  }
}
