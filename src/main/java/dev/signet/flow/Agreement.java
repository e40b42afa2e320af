package dev.signet.flow;

import dev.signet.sim.Inferences;
import java.util.Optional;

/**
 * What two levels say of the same frames.
 *
 * @param classMismatches frames whose class differs
 * @param scoreMismatches frames of which any score differs
 * @param first the first difference, for people
 */
record Agreement(int classMismatches, int scoreMismatches, Optional<String> first) {

  /**
   * Compares.
   *
   * @param actual frames beyond those expected are not compared
   */
  static Agreement of(Inferences expected, Inferences actual) {
    int classes = expected.classes();
    int classMismatches = 0;
    int scoreMismatches = 0;
    Optional<String> first = Optional.empty();
    for (int frame = 0; frame < Math.min(expected.frames(), actual.frames()); frame++) {
      if (expected.labels()[frame] != actual.labels()[frame]) {
        classMismatches++;
        if (first.isEmpty()) {
          first =
              Optional.of(
                  "frame %d: class %d instead of %d"
                      .formatted(frame, actual.labels()[frame], expected.labels()[frame]));
        }
      }
      for (int k = 0; k < classes; k++) {
        long wanted = expected.scores()[frame * classes + k];
        long found = actual.scores()[frame * classes + k];
        if (wanted != found) {
          scoreMismatches++;
          if (first.isEmpty()) {
            first =
                Optional.of(
                    "frame %d: score %d is %d instead of %d".formatted(frame, k, found, wanted));
          }
          break;
        }
      }
    }
    return new Agreement(classMismatches, scoreMismatches, first);
  }
}
