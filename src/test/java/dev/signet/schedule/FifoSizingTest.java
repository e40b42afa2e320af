package dev.signet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.Window;
import dev.signet.schedule.UnitGraph.Edge;
import dev.signet.schedule.UnitGraph.Stream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Places for FIFOs that no network has. */
class FifoSizingTest {
  private static final int SIDE = 6;
  private static final int TAPS = 9;

  private final UnitGraph graph = new UnitGraph();

  private static StreamFormat format(int bits) {
    return new StreamFormat(SIDE * SIDE, 1, 1, bits, false);
  }

  /** Sums under windows of 3 x 3, and beside them what they are made of, without a FIFO. */
  private Stream sumsAndPlaces() {
    List<Stream> branches = graph.fork(graph.source(format(1)), 2);
    Window.Extent extent = Window.Extent.same(3, 1, SIDE);
    WindowGeometry geometry = WindowGeometry.of(SIDE, SIDE, new Window(extent, extent), 1, 1);
    StreamFormat windows = new StreamFormat(SIDE * SIDE * TAPS, 1, 1, 1, false);
    Stream window =
        graph.add(
            "window",
            new SlidingWindowUnit("sums", geometry, format(1), 0),
            windows,
            List.of(branches.get(0)));
    PoolUnit pool = new PoolUnit("sums", TAPS, format(1), format(4), new PoolUnit.Reduction.Sum());
    Stream sums = graph.add("sums", pool, format(4), List.of(window));
    AddUnit add = new AddUnit("first", format(4), format(1), format(5));
    return graph.add("first", add, format(5), List.of(sums, branches.get(1)));
  }

  @Test
  void whereJoinsDoNotKeepThePaceFifosElsewhereDo() {
    List<Stream> twice = graph.fork(sumsAndPlaces(), 2);
    AddUnit add = new AddUnit("second", format(5), format(5), format(6));
    Stream last = graph.join("second", add, format(6), twice, 0);
    int first = graph.stream(new Edge(graph.stream(new Edge(last.node(), 0)).node(), 0)).node();

    FifoSizing.Result sizing = FifoSizing.size(graph);

    assertThat(graph.bounds().keySet()).allMatch(edge -> edge.node() == last.node());
    assertThat(sizing.interval()).isEqualTo(SIDE * SIDE * TAPS);
    Map<Edge, Integer> depths = sizing.depths();
    assertThat(depths.getOrDefault(new Edge(first, 1), 0)).isBetween(SIDE, 2 * SIDE);
    assertThat(depths.values().stream().mapToInt(Integer::intValue).sum())
        .isLessThanOrEqualTo(2 * SIDE);
  }

  @Test
  void withoutJoinsNothingIsTimed() {
    sumsAndPlaces();

    assertThat(FifoSizing.size(graph).runs()).isZero();
  }

  @Test
  void inputThatCouldWaitForTheOutputKeepsAFifo() {
    List<Stream> twice = graph.fork(graph.source(format(1)), 2);
    AddUnit add = new AddUnit("twice", format(1), format(1), format(2));
    Stream last = graph.join("twice", add, format(2), twice, 0);

    FifoSizing.Result sizing = FifoSizing.size(graph);

    assertThat(sizing.depths())
        .containsEntry(new Edge(last.node(), 0), 2)
        .containsEntry(new Edge(last.node(), 1), 2);
  }
}
