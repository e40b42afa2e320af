package dev.signet.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What differs between lanes: for each such word of the state a row with a value for each lane.
 * Words that are the same for all lanes have a row where an operation needs one, which follows the
 * word.
 */
final class LaneState {
  private final LaneSplit split;
  private final long[] shared;
  private final int lanes;
  private final Map<Integer, long[]> rows = new HashMap<>();
  private final List<Follower> followers = new ArrayList<>();

  /** A row of a word that is the same for all lanes. */
  @SuppressWarnings("ArrayRecordComponent") // Read by an inner loop, never compared.
  private record Follower(int offset, long[] row) {}

  /**
   * @param shared the state of all lanes together
   */
  LaneState(LaneSplit split, long[] shared, int lanes) {
    this.split = split;
    this.shared = shared;
    this.lanes = lanes;
  }

  int lanes() {
    return lanes;
  }

  long[] shared() {
    return shared;
  }

  boolean differs(int offset) {
    return split.words().get(offset);
  }

  /** The row of a word. */
  long[] row(int offset) {
    long[] row = rows.get(offset);
    if (row == null) {
      row = new long[lanes];
      rows.put(offset, row);
      if (!differs(offset)) {
        Arrays.fill(row, shared[offset]);
        followers.add(new Follower(offset, row));
      }
    }
    return row;
  }

  /** The rows of a place. */
  long[][] rows(int offset, int words) {
    long[][] all = new long[words][];
    Arrays.setAll(all, word -> row(offset + word));
    return all;
  }

  long[] newRow() {
    return new long[lanes];
  }

  /** Copies what is the same for all lanes and has changed. */
  void follow() {
    for (Follower follower : followers) {
      long value = shared[follower.offset];
      if (follower.row[0] != value) {
        Arrays.fill(follower.row, value);
      }
    }
  }

  /** Everything that differs becomes 0. */
  void clear() {
    rows.forEach(
        (offset, row) -> {
          if (differs(offset)) {
            Arrays.fill(row, 0);
          }
        });
  }
}
