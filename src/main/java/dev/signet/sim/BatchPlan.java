package dev.signet.sim;

import dev.signet.ir.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A program as steps over numbered buffers. Buffers that are not needed at the same time share an
 * array.
 *
 * @param steps in order
 * @param arrays which array each buffer has
 * @param longsPerLane size of each array, for one frame
 * @param scores buffer of the output's scores
 * @param label buffer of the output's label
 */
record BatchPlan(
    List<BatchStep> steps,
    List<Integer> arrays,
    List<Integer> longsPerLane,
    int scores,
    int label) {
  BatchPlan {
    steps = List.copyOf(steps);
    arrays = List.copyOf(arrays);
    longsPerLane = List.copyOf(longsPerLane);
  }

  /** Plans a verified program. */
  static BatchPlan of(Program program) {
    return new BatchPlanner(program).plan();
  }

  /**
   * Gives each buffer an array, as few and as small as one pass finds.
   *
   * @param sizes of the buffers, in longs for one frame
   */
  static BatchPlan of(List<BatchStep> steps, List<Integer> sizes, int scores, int label) {
    int[] lastUse = new int[sizes.size()];
    for (int step = 0; step < steps.size(); step++) {
      for (int buffer : steps.get(step).operands()) {
        lastUse[buffer] = step;
      }
    }
    lastUse[scores] = steps.size();
    lastUse[label] = steps.size();
    List<Integer> arrays = new ArrayList<>(Collections.nCopies(sizes.size(), 0));
    List<Integer> longs = new ArrayList<>();
    List<Integer> free = new ArrayList<>();
    for (int k = 0; k < steps.size(); k++) {
      BatchStep step = steps.get(k);
      List<Integer> needed = new ArrayList<>(step.scratch());
      needed.add(step.result());
      for (int buffer : needed) {
        arrays.set(buffer, take(free, longs, sizes.get(buffer)));
      }
      List<Integer> seen = new ArrayList<>(step.operands());
      seen.addAll(needed);
      for (int buffer : seen.stream().distinct().toList()) {
        if (lastUse[buffer] <= k) {
          free.add(arrays.get(buffer));
        }
      }
    }
    return new BatchPlan(steps, arrays, longs, scores, label);
  }

  /**
   * The smallest free array that is large enough, else the largest, made larger, else a new one.
   */
  private static int take(List<Integer> free, List<Integer> longs, int size) {
    Integer best = null;
    for (Integer array : free) {
      if (best == null || isBetter(longs.get(array), longs.get(best), size)) {
        best = array;
      }
    }
    if (best == null) {
      longs.add(size);
      return longs.size() - 1;
    }
    free.removeIf(best::equals);
    longs.set(best, Math.max(longs.get(best), size));
    return best;
  }

  private static boolean isBetter(int size, int than, int wanted) {
    return than < wanted ? size > than : size >= wanted && size < than;
  }
}
