package dev.signet.schedule;

import dev.signet.schedule.UnitGraph.Stream;
import java.util.List;

/** Puts width converters where the words of a stream are not those that a unit takes. */
final class StreamAdapter {
  private final UnitGraph graph;

  StreamAdapter(UnitGraph graph) {
    this.graph = graph;
  }

  /**
   * A stream in other runs and words.
   *
   * @param run elements of a run
   * @param lanes elements of a word
   * @param to the name of who takes it
   */
  Stream adapted(Stream stream, int run, int lanes, String to) {
    StreamFormat from = stream.format();
    if (from.lanes() == lanes && (from.run() == run || (from.isDense() && run % lanes == 0))) {
      return stream.inRunsOf(run);
    }
    if (from.run() == run || (from.isDense() && run % from.lanes() == 0)) {
      return converted(stream.inRunsOf(run), lanes, to);
    }
    if (run % lanes == 0 && from.run() % lanes == 0) {
      return converted(stream, lanes, to).inRunsOf(run);
    }
    // Runs of both kinds are whole numbers of words of these lanes.
    int common = commonDivisor(from.run(), run);
    int between = divisor(common, Math.min(common, Math.min(from.lanes(), lanes)));
    return adapted(adapted(stream, from.run(), between, to).inRunsOf(run), run, lanes, to);
  }

  private Stream converted(Stream stream, int lanes, String to) {
    StreamFormat out = stream.format().with(stream.format().run(), lanes);
    String from = graph.node(stream).name();
    WidthConverter unit =
        new WidthConverter(
            stream.format(), out, "From the words of %s to those of %s.".formatted(from, to));
    return graph.add(from + "_to_" + to, unit, out, List.of(stream));
  }

  /** The least divisor of n that is at least {@code least}, which is at most n. */
  static int divisor(int n, int least) {
    int divisor = least;
    while (n % divisor != 0) {
      divisor++;
    }
    return divisor;
  }

  /** The greatest common divisor; of 0 and b it is b. */
  static int commonDivisor(int a, int b) {
    return a == 0 ? b : commonDivisor(b % a, a);
  }
}
