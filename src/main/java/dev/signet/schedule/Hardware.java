package dev.signet.schedule;

import dev.signet.network.HardwareGoals.Style;
import dev.signet.rtl.Design;
import java.util.List;
import java.util.Optional;

/**
 * A scheduled network.
 *
 * @param style its kind
 * @param design its modules
 * @param frameFormat how frames go in
 * @param resultFormat how results come out
 * @param units those that are worth a line in a report, in the order of the stream
 * @param sizing of its FIFOs, where it may have some
 * @param parts all folded units, in the order of the stream, with what each takes; none in the
 *     spatial style
 */
public record Hardware(
    Style style,
    Design design,
    FrameFormat frameFormat,
    ResultFormat resultFormat,
    List<Unit> units,
    Optional<Sizing> sizing,
    List<FoldingPlan.Part> parts) {
  public Hardware {
    units = List.copyOf(units);
    parts = List.copyOf(parts);
  }

  /** Hardware without folded units. */
  public Hardware(
      Style style,
      Design design,
      FrameFormat frameFormat,
      ResultFormat resultFormat,
      List<Unit> units,
      Optional<Sizing> sizing) {
    this(style, design, frameFormat, resultFormat, units, sizing, List.of());
  }

  /**
   * How FIFOs got their depths.
   *
   * @param fifos where there are some, or might have been
   * @param interval clocks from frame to frame that the depths are proved to keep; 0 where nothing
   *     was proved and they are as deep as the bounds
   * @param latency clocks of the first frame, from its first beat to its result, both included
   * @param latencyBefore the same with FIFOs as deep as the bounds
   * @param runs how often the network was timed to find them
   * @param clocks of all runs together
   */
  public record Sizing(
      List<Fifo> fifos, long interval, long latency, long latencyBefore, int runs, long clocks) {
    public Sizing {
      fifos = List.copyOf(fifos);
    }

    /** Bits of all FIFOs. */
    public long bits() {
      return fifos.stream().mapToLong(fifo -> (long) fifo.depth() * fifo.width()).sum();
    }

    /** Bits of all FIFOs if they were as deep as the bounds. */
    public long boundBits() {
      return fifos.stream().mapToLong(fifo -> (long) fifo.bound() * fifo.width()).sum();
    }
  }

  /**
   * A FIFO.
   *
   * @param name its name in the design
   * @param from the unit whose words it keeps
   * @param to the unit that takes them
   * @param width bits of a word
   * @param depth words it holds, the least that keep the throughput; 0 where none is needed
   * @param bound words with which it is known beforehand that nothing stands still
   */
  public record Fifo(String name, String from, String to, int width, int depth, int bound) {}

  /**
   * A unit.
   *
   * @param name that of the layer it works for, or begins with it
   * @param places places at which it gives something; 1 where there is no map
   * @param product the neurons it computes; nothing of a unit that has none
   * @param cyclesPerFrame clocks it is busy with one frame
   */
  public record Unit(String name, int places, Optional<Product> product, long cyclesPerFrame) {}

  /**
   * Neurons, and how they are folded.
   *
   * @param neurons rows of weights
   * @param inputs columns of weights
   * @param groups of the neurons, each of which sees inputs of its own
   * @param pe neurons computed at once
   * @param simd inputs each takes in a clock
   */
  public record Product(int neurons, int inputs, int groups, int pe, int simd) {}

  /** The units that are busy longest, which bind the throughput. */
  public List<Unit> bindingUnits() {
    long most = cyclesPerFrame();
    return units.stream().filter(unit -> unit.cyclesPerFrame() == most).toList();
  }

  /** Clocks from result to result of back-to-back frames, where nothing outside holds them up. */
  public long cyclesPerFrame() {
    return units.stream().mapToLong(Unit::cyclesPerFrame).max().orElseThrow();
  }
}
