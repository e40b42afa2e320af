package dev.signet.flow;

import dev.signet.network.HardwareGoals.Style;
import java.util.Optional;

/**
 * How one level compares with the reference interpreter.
 *
 * @param level which level
 * @param tool what ran it
 * @param style the kind of hardware, for levels that have one
 * @param stalls whether source and sink stalled at random, with a reset in mid-frame
 * @param frames frames compared
 * @param correct of them, how many were put into their class
 * @param classMismatches frames whose class differs
 * @param scoreMismatches frames of which any score differs
 * @param cycles clock cycles compared, where there are any
 * @param cycleMismatches clock cycles in which any port differs from the cycle-level simulator
 * @param seconds time taken, compilation by the tool included
 * @param notRun why it was not run; empty where it was
 * @param firstMismatch the first difference, for people; empty where there is none
 */
public record LevelResult(
    Level level,
    String tool,
    Optional<Style> style,
    boolean stalls,
    int frames,
    int correct,
    int classMismatches,
    int scoreMismatches,
    long cycles,
    long cycleMismatches,
    double seconds,
    Optional<String> notRun,
    Optional<String> firstMismatch) {

  /** A level that could not be run. */
  static LevelResult notRun(Level level, String tool, Style style, boolean stalls, String reason) {
    return new LevelResult(
        level,
        tool,
        Optional.of(style),
        stalls,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        Optional.of(reason),
        Optional.empty());
  }

  /** Whether it was run and nothing differs. */
  public boolean agrees() {
    return notRun.isEmpty() && classMismatches == 0 && scoreMismatches == 0 && cycleMismatches == 0;
  }
}
