package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.schedule.Hardware;
import dev.signet.sim.StreamResult;
import java.util.List;
import java.util.Locale;
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
 */
public record SimulationReport(
    Hardware hardware,
    double clockHertz,
    int frames,
    long cycles,
    long latencyCycles,
    double initiationInterval,
    List<Stream> streams) {
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
            .toList());
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
        + flow.render();
  }

  private static String ofProduct(Hardware.Unit unit, Function<Hardware.Product, Integer> number) {
    return unit.product().map(number).map(each -> Integer.toString(each)).orElse("–");
  }
}
