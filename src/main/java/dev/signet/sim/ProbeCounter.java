package dev.signet.sim;

import dev.signet.rtl.Design;

/** Counts what passes a stream probe. */
final class ProbeCounter {
  private final SimulatedDesign simulator;
  private final Design.StreamProbe probe;
  private final int valid;
  private final int ready;
  private final int occupancy;
  private long highWater;
  private long stalledCycles;
  private long transfers;

  ProbeCounter(SimulatedDesign simulator, Design.StreamProbe probe) {
    this.simulator = simulator;
    this.probe = probe;
    valid = simulator.signal(probe.validPath());
    ready = simulator.signal(probe.readyPath());
    occupancy = probe.occupancyPath().isEmpty() ? -1 : simulator.signal(probe.occupancyPath());
  }

  /** Takes the settled cycle into account; tells whether a word is taken in it. */
  boolean count() {
    if (occupancy >= 0) {
      highWater = Math.max(highWater, simulator.get(occupancy));
    }
    if (simulator.get(valid) == 0) {
      return false;
    }
    boolean taken = simulator.get(ready) != 0;
    if (taken) {
      transfers++;
    } else {
      stalledCycles++;
    }
    return taken;
  }

  /** Whether a word is offered and not taken. */
  boolean stuck() {
    return simulator.get(valid) != 0 && simulator.get(ready) == 0;
  }

  /** For people: the name, and how full it is. */
  String describe() {
    return occupancy < 0
        ? "'" + probe.name() + "'"
        : "'%s' (holds %d of %d)".formatted(probe.name(), simulator.get(occupancy), probe.depth());
  }

  StreamResult.StreamStatistics statistics() {
    return new StreamResult.StreamStatistics(
        probe.name(), probe.depth(), highWater, stalledCycles, transfers);
  }
}
