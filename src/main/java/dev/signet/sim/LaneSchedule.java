package dev.signet.sim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The operations of all lanes in an order in which they can be done, and only those to be done that
 * may give something else than in the cycle before: in hardware of several units most of them wait
 * in most cycles, and a beat of the input stays for many.
 *
 * <p>What an operation depends on, through others, are registers and inputs that differ between
 * lanes (each of which tells when it is loaded) and words that are the same for all (which are
 * compared). Operations that depend on the same are done together or not at all.
 */
final class LaneSchedule {
  private final Cluster[] clusters;

  /**
   * What operations depend on.
   *
   * @param sources that tell when they change
   * @param shared words of the state of all lanes together
   */
  private record Dependence(BitSet sources, BitSet shared) {
    static Dependence none() {
      return new Dependence(new BitSet(), new BitSet());
    }

    void add(Dependence other) {
      sources.or(other.sources);
      shared.or(other.shared);
    }

    int size() {
      return sources.cardinality() + shared.cardinality();
    }
  }

  /** Operations that depend on the same, and the words of it as they were. */
  @SuppressWarnings("ArrayRecordComponent") // Read by an inner loop, never compared.
  private record Cluster(int[] sources, int[] shared, long[] last, LaneOperation[] operations) {

    boolean isDue(boolean[] changed, long[] state) {
      boolean due = false;
      for (int source : sources) {
        due |= changed[source];
      }
      for (int k = 0; k < shared.length; k++) {
        due |= state[shared[k]] != last[k];
      }
      return due;
    }

    void run(long[] state) {
      for (int k = 0; k < shared.length; k++) {
        last[k] = state[shared[k]];
      }
      for (LaneOperation operation : operations) {
        operation.run();
      }
    }
  }

  /**
   * @param operations in an order in which each follows those it reads from
   * @param sources the source that each word that differs is loaded from, other than by operations
   * @param constant words that never change
   */
  LaneSchedule(
      List<CycleOperation> operations,
      Map<Integer, Integer> sources,
      BitSet constant,
      LaneState state,
      LaneCompiler compiler) {
    Map<Integer, Dependence> made = new HashMap<>();
    Map<Dependence, List<CycleOperation>> together = new LinkedHashMap<>();
    for (CycleOperation operation : operations) {
      Dependence dependence = Dependence.none();
      for (int i = 0; i < operation.reads.length; i += 2) {
        for (int k = 0; k < operation.reads[i + 1]; k++) {
          int word = operation.reads[i] + k;
          Dependence other = made.get(word);
          if (other != null) {
            dependence.add(other);
          } else if (sources.containsKey(word)) {
            dependence.sources.set(sources.get(word));
          } else if (!state.differs(word) && !constant.get(word)) {
            dependence.shared.set(word);
          }
        }
      }
      for (int i = 0; i < operation.writes.length; i += 2) {
        for (int k = 0; k < operation.writes[i + 1]; k++) {
          made.put(operation.writes[i] + k, dependence);
        }
      }
      together.computeIfAbsent(dependence, _ -> new ArrayList<>()).add(operation);
    }
    // What an operation reads from depends on less, or on the same and stands before it.
    clusters =
        together.entrySet().stream()
            .sorted(Comparator.comparingInt(each -> each.getKey().size()))
            .map(each -> cluster(each.getKey(), compiler.compile(each.getValue())))
            .toArray(Cluster[]::new);
  }

  private static Cluster cluster(Dependence dependence, LaneOperation[] operations) {
    int[] shared = dependence.shared.stream().toArray();
    return new Cluster(
        dependence.sources.stream().toArray(), shared, new long[shared.length], operations);
  }

  /**
   * Does what is due.
   *
   * @param changed the sources that have been loaded since the last time
   * @param state of all lanes together
   */
  void run(boolean[] changed, long[] state) {
    for (Cluster cluster : clusters) {
      if (cluster.isDue(changed, state)) {
        cluster.run(state);
      }
    }
  }
}
