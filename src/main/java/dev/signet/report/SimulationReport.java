package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.schedule.Hardware;
import dev.signet.sim.SteadyState;
import dev.signet.sim.StreamResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the cycle-level simulator measured.
 *
 * @param hardware what was simulated
 * @param clockHertz the clock it is meant for
 * @param frames frames that went through
 * @param cycles clocks from the first to the last, reset included
 * @param latencyCycles clocks from a frame's first beat to its result, both included
 * @param initiationInterval clocks from result to result of back-to-back frames
 * @param streams the streams that were watched
 * @param steady when everything repeats without stalls, where that was looked for and found
 */
public record SimulationReport(
    Hardware hardware,
    double clockHertz,
    int frames,
    long cycles,
    long latencyCycles,
    double initiationInterval,
    List<Stream> streams,
    Optional<SteadyState> steady) {
  public SimulationReport {
    streams = List.copyOf(streams);
  }

  /**
   * A stream.
   *
   * @param name the unit it leads into
   * @param depth words it can hold; 0 without a buffer
   * @param highWater most words it held
   * @param stalledCycles clocks in which a word was offered and not taken
   */
  public record Stream(String name, int depth, int highWater, long stalledCycles) {}

  /**
   * The report of a run.
   *
   * @param clockHertz the clock the hardware is meant for
   */
  public static SimulationReport of(Hardware hardware, double clockHertz, StreamResult result) {
    return new SimulationReport(
        hardware,
        clockHertz,
        result.outputs().size(),
        result.cycles(),
        result.latencyCycles(),
        result.initiationInterval(),
        result.streams().stream()
            .map(
                stream ->
                    new Stream(
                        stream.name(),
                        stream.depth(),
                        Math.toIntExact(stream.highWater()),
                        stream.stalledCycles()))
            .toList(),
        Optional.empty());
  }

  /** With what is known of when everything repeats. */
  public SimulationReport withSteady(Optional<SteadyState> found) {
    return new SimulationReport(
        hardware, clockHertz, frames, cycles, latencyCycles, initiationInterval, streams, found);
  }

  /** Frames a second at the stated clock; 0 where one frame alone has no interval. */
  public double framesPerSecond() {
    return initiationInterval > 0 ? clockHertz / initiationInterval : 0;
  }

  /** Puts {@code frames, cycles, latency_cycles, initiation_interval, streams} and more. */
  public void putInto(ObjectNode json) {
    json.put("style", hardware.style().label());
    json.put("frames", frames);
    json.put("cycles", cycles);
    json.put("latency_cycles", latencyCycles);
    json.put("initiation_interval", Numbers.rounded(initiationInterval, 3));
    json.put("clock_hertz", clockHertz);
    json.put("frames_per_second", Numbers.rounded(framesPerSecond(), 1));
    ArrayNode array = json.putArray("streams");
    for (Stream stream : streams) {
      ObjectNode entry = array.addObject();
      entry.put("name", stream.name());
      entry.put("depth", stream.depth());
      entry.put("high_water", stream.highWater());
      entry.put("stalled_cycles", stream.stalledCycles());
    }
    hardware.sizing().ifPresent(sizing -> putSizing(sizing, json));
    steady.ifPresent(
        state -> {
          ObjectNode node = json.putObject("steady");
          node.put("frames", state.frames());
          node.put("cycles", state.patternCycles());
          node.put("simulated_cycles", state.simulatedCycles());
        });
  }

  private void putSizing(Hardware.Sizing sizing, ObjectNode json) {
    ObjectNode node = json.putObject("sizing");
    node.put("interval", sizing.interval());
    node.put("latency_cycles", sizing.latency());
    node.put("latency_cycles_at_bounds", sizing.latencyBefore());
    node.put("runs", sizing.runs());
    node.put("clocks", sizing.clocks());
    node.put("bits", sizing.bits());
    node.put("bits_at_bounds", sizing.boundBits());
    ArrayNode array = node.putArray("fifos");
    for (Hardware.Fifo fifo : sizing.fifos()) {
      ObjectNode entry = array.addObject();
      entry.put("name", fifo.name());
      entry.put("from", fifo.from());
      entry.put("to", fifo.to());
      entry.put("width", fifo.width());
      entry.put("depth", fifo.depth());
      entry.put("bound", fifo.bound());
      entry.put("high_water", highWater(fifo));
    }
  }

  /** The most words a FIFO held; 0 of one that is not there. */
  private int highWater(Hardware.Fifo fifo) {
    return streams.stream()
        .filter(stream -> stream.name().equals(fifo.name()))
        .mapToInt(Stream::highWater)
        .findFirst()
        .orElse(0);
  }

  private String text(Hardware.Sizing sizing) {
    TextTable table = new TextTable("FIFO", "from", "to", "bits", "bound", "depth", "high water");
    for (Hardware.Fifo fifo : sizing.fifos()) {
      table.row(
          fifo.name(),
          fifo.from(),
          fifo.to(),
          Integer.toString(fifo.width()),
          Integer.toString(fifo.bound()),
          fifo.depth() == 0 ? "none" : Integer.toString(fifo.depth()),
          fifo.depth() == 0 ? "–" : Integer.toString(highWater(fifo)));
    }
    return "\n" + table.render() + summary(sizing);
  }

  private static String summary(Hardware.Sizing sizing) {
    if (sizing.interval() == 0) {
      return String.format(
          Locale.ROOT, "FIFOs: %,d bits; no less was found to do%n", sizing.bits());
    }
    return String.format(
        Locale.ROOT,
        "FIFOs: %,d bits, the least that keep %,d clocks a frame; at the bounds %,d bits, and a first frame %s%n",
        sizing.bits(),
        sizing.interval(),
        sizing.boundBits(),
        difference(sizing.latency() - sizing.latencyBefore()));
  }

  private static String difference(long later) {
    return later == 0
        ? "as soon"
        : String.format(
            Locale.ROOT, "%,d clocks %s", Math.abs(later), later > 0 ? "sooner" : "later");
  }

  /** One line that says how fast it is and what binds it. */
  public String summary() {
    String binding =
        hardware.bindingUnits().stream().map(Hardware.Unit::name).collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s: latency %,d clocks, initiation interval %s clocks, %,.0f frames/s at %s; bound by %s%n",
        hardware.style().label(),
        latencyCycles,
        interval(),
        framesPerSecond(),
        Numbers.frequency(clockHertz),
        binding);
  }

  private String interval() {
    return initiationInterval == Math.rint(initiationInterval)
        ? String.format(Locale.ROOT, "%,.0f", initiationInterval)
        : String.format(Locale.ROOT, "%,.2f", initiationInterval);
  }

  /** The summary, the units and the streams for people. */
  public String text() {
    TextTable units =
        new TextTable("unit", "places", "neurons", "inputs", "PE", "SIMD", "clocks a frame");
    for (Hardware.Unit unit : hardware.units()) {
      units.row(
          unit.name(),
          Integer.toString(unit.places()),
          ofProduct(unit, Hardware.Product::neurons),
          ofProduct(unit, Hardware.Product::inputs),
          ofProduct(unit, Hardware.Product::pe),
          ofProduct(unit, Hardware.Product::simd),
          Long.toString(unit.cyclesPerFrame()));
    }
    TextTable flow = new TextTable("stream", "depth", "high water", "stalled clocks");
    for (Stream stream : streams) {
      flow.row(
          stream.name(),
          stream.depth() == 0 ? "–" : Integer.toString(stream.depth()),
          stream.depth() == 0 ? "–" : Integer.toString(stream.highWater()),
          Long.toString(stream.stalledCycles()));
    }
    return String.format(Locale.ROOT, "%,d frames in %,d clocks%n", frames, cycles)
        + summary()
        + "\n"
        + units.render()
        + "\n"
        + flow.render()
        + hardware.sizing().map(this::text).orElse("")
        + steady.map(SimulationReport::text).orElse("");
  }

  private static String text(SteadyState steady) {
    return String.format(
        Locale.ROOT,
        "without stalls all repeats every %,d clocks, in which %,d frame%s done%n",
        steady.patternCycles(),
        steady.frames(),
        steady.frames() == 1 ? " is" : "s are");
  }

  private static String ofProduct(Hardware.Unit unit, Function<Hardware.Product, Integer> number) {
    return unit.product().map(number).map(each -> Integer.toString(each)).orElse("–");
  }
}
