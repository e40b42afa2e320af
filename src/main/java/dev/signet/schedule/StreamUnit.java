package dev.signet.schedule;

import dev.signet.rtl.RtlModule;
import java.util.List;

/**
 * A piece of hardware between streams. Its module has the ports {@code in_data, in_valid, in_ready}
 * and {@code out_data, out_valid, out_ready}; with several streams on a side these are numbered,
 * {@code in_0_data}. A word moves where valid and ready are 1; valid never depends on a ready of
 * the same clock, so that units can be connected in any way.
 */
interface StreamUnit {

  /** The module. */
  RtlModule build(String moduleName);

  /** What it takes, an estimate. */
  Area area(Technology technology);

  /** Clocks that it is busy with one frame where nothing holds it up. */
  long cyclesPerFrame();

  /** How far what it takes runs ahead of what it gives. */
  Lag lag();

  /** When words move through it. */
  UnitTiming timing(List<StreamTimes> inputs, List<StreamTimes> outputs);

  /**
   * Whether each {@code in_ready} depends on registers alone, and on no signal of the same clock.
   */
  default boolean holdsReady() {
    return false;
  }

  /** Words its buffer holds, which the module's {@link #occupancy} counts; 0 without one. */
  default int bufferDepth() {
    return 0;
  }

  /** The signal of the module that tells how many words its buffer holds. */
  default String occupancy() {
    return "occupancy";
  }

  /**
   * How far a unit's input runs ahead of its output, in frames: when it has given a share x of all
   * words, it has taken between {@code x + least} and {@code x + most}. Those of units in a row add
   * up.
   *
   * @param least lower bound; negative where words at the end of a frame are not needed
   * @param most upper bound, whatever is done to it from outside
   */
  record Lag(double least, double most) {
    /** A wire. */
    static final Lag NONE = new Lag(0, 0);

    /** That of two units in a row. */
    Lag plus(Lag behind) {
      return new Lag(least + behind.least, most + behind.most);
    }
  }
}
