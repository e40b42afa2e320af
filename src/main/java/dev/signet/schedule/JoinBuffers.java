package dev.signet.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How deep the FIFOs before a unit of several inputs have to be, so that nothing stands still for
 * ever.
 *
 * <p>All inputs of such a unit come from one stream that was forked somewhere. Let D be the last
 * node through which all that reaches them passes, and measure everything in frames. When the join
 * has given a share x of its words and its input k is empty, D has given at most {@code x +
 * most(k)}: that is all that the units on the way to k can hold ({@link StreamUnit.Lag}). When the
 * FIFO before input j is full, D has given at least {@code x + depth(j) + least(j)}. So with {@code
 * depth(j) > most(k) − least(j)} for all other inputs k a FIFO is never full while another input is
 * empty, and then the join goes on. A standstill would need a last unit, in the order of the
 * stream, that has a word and cannot give it: what it gives to is a join with that FIFO full, and
 * none is.
 *
 * <p>FIFOs so deep also keep every branch from holding up another: the longest branch fills up
 * before they do.
 */
final class JoinBuffers {
  private final List<UnitGraph.Node> nodes;
  private final Map<UnitGraph.Edge, Integer> bounds;

  /**
   * @param graph up to the join
   */
  JoinBuffers(UnitGraph graph) {
    this.nodes = graph.nodes();
    this.bounds = graph.bounds();
  }

  /**
   * The depths in words, 0 for none.
   *
   * @param skew how much more, in frames, the join may take of an input than of another
   */
  List<Integer> depths(List<UnitGraph.Stream> inputs, double skew) {
    List<Path> paths = paths(lastCommon(inputs));
    List<Path> ofInputs = inputs.stream().map(input -> paths.get(input.node())).toList();
    List<Integer> depths = new ArrayList<>();
    for (int j = 0; j < inputs.size(); j++) {
      double frames = skew - ofInputs.get(j).lag().least();
      double longest = 0;
      for (int k = 0; k < inputs.size(); k++) {
        longest = k == j ? longest : Math.max(longest, ofInputs.get(k).lag().most());
      }
      int words = inputs.get(j).format().words();
      // A word more for the strict bound, and one for what rounding took.
      depths.add(inputs.size() == 1 ? 0 : (int) Math.ceil((frames + longest) * words) + 2);
    }
    return depths;
  }

  /** The bounds over all ways from a node to another; nothing where there is none. */
  private record Path(boolean exists, StreamUnit.Lag lag) {
    static final Path NONE = new Path(false, StreamUnit.Lag.NONE);

    Path behind(StreamUnit.Lag more) {
      return new Path(exists, lag.plus(more));
    }

    Path or(Path other) {
      if (!exists || !other.exists) {
        return exists ? this : other;
      }
      return new Path(
          true,
          new StreamUnit.Lag(
              Math.min(lag.least(), other.lag.least()), Math.max(lag.most(), other.lag.most())));
    }
  }

  /** The ways from a node to each node. */
  private List<Path> paths(int from) {
    List<Path> paths = new ArrayList<>();
    for (int index = 0; index < nodes.size(); index++) {
      UnitGraph.Node node = nodes.get(index);
      if (index == from) {
        paths.add(new Path(true, StreamUnit.Lag.NONE));
        continue;
      }
      Path before = Path.NONE;
      for (int input = 0; input < node.inputs().size(); input++) {
        UnitGraph.Stream stream = node.inputs().get(input);
        int depth = bounds.getOrDefault(new UnitGraph.Edge(index, input), 0);
        before =
            before.or(
                paths
                    .get(stream.node())
                    .behind(new StreamUnit.Lag(0, (double) depth / stream.format().words())));
      }
      paths.add(before.exists() ? before.behind(node.lag()) : Path.NONE);
    }
    return paths;
  }

  /** The last node that is on all ways to all inputs. */
  private int lastCommon(List<UnitGraph.Stream> inputs) {
    List<BitSet> dominators = new ArrayList<>();
    for (int index = 0; index < nodes.size(); index++) {
      BitSet common = common(dominators, nodes.get(index).inputs());
      common.set(index);
      dominators.add(common);
    }
    return common(dominators, inputs).length() - 1;
  }

  private static BitSet common(List<BitSet> dominators, List<UnitGraph.Stream> streams) {
    BitSet common = new BitSet();
    IntStream.range(0, streams.size())
        .forEach(
            index -> {
              BitSet own = dominators.get(streams.get(index).node());
              if (index == 0) {
                common.or(own);
              } else {
                common.and(own);
              }
            });
    return common;
  }
}
