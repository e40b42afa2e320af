package dev.signet.timing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Single bits and what they are made of, each behind its operands.
 *
 * <p>As it grows gates are mapped to LUTs: of the ways to cut off a part of the logic before a gate
 * that has no more inputs than a LUT, a few of the fewest levels are kept (priority cuts: A.
 * Mishchenko et al., <i>Combinational and sequential mapping with priority cuts</i>, ICCAD 2007).
 * What a gate does is of no matter to that. As in the synthesizer, levels are counted from the last
 * register or carry chain. When all is there {@link #settle} says when each bit is there at the
 * latest, by how much each has to drive.
 */
final class LogicGraph {
  /** Cuts that are kept for a gate. */
  private static final int CUTS = 5;

  private final Fabric fabric;
  private final List<Bit> bits = new ArrayList<>();

  /**
   * A bit.
   *
   * @param cuts ways to make it of a LUT; only itself where it begins a new part of the logic
   * @param local levels since the last register or carry chain
   * @param levels LUTs since the last register on the way of most
   * @param arcs what it waits for, by the best cut
   * @param since nanoseconds after what it waits for, or after the clock
   * @param isPacked whether it is made beside a register that takes it
   * @param step what it is a part of
   */
  private record Bit(
      List<int[]> cuts,
      int local,
      int levels,
      List<Arc> arcs,
      double since,
      boolean isPacked,
      int step) {}

  /**
   * A way into a bit.
   *
   * @param from the bit it begins at
   * @param delay in nanoseconds
   * @param isWire whether it goes over a wire, which takes its time beside
   */
  record Arc(int from, double delay, boolean isWire) {
    static Arc wire(int from, double delay) {
      return new Arc(from, delay, true);
    }

    /** Inside a carry chain. */
    static Arc inside(int from, double delay) {
      return new Arc(from, delay, false);
    }
  }

  /** A cut, with what it would make of the gate. */
  private static final class Candidate {
    private final int[] cut;
    private final int local;
    private final int levels;

    Candidate(int[] cut, int local, int levels) {
      this.cut = cut;
      this.local = local;
      this.levels = levels;
    }

    int local() {
      return local;
    }

    int levels() {
      return levels;
    }

    int size() {
      return cut.length;
    }
  }

  LogicGraph(Fabric fabric) {
    this.fabric = fabric;
  }

  int levels(int bit) {
    return bits.get(bit).levels();
  }

  int step(int bit) {
    return bits.get(bit).step();
  }

  /** Where a way begins: so long after the clock. */
  int source(double delay, int step) {
    return begin(0, List.of(), delay, false, step);
  }

  private int begin(int levels, List<Arc> arcs, double since, boolean isPacked, int step) {
    int index = bits.size();
    bits.add(new Bit(List.of(new int[] {index}), 0, levels, arcs, since, isPacked, step));
    return index;
  }

  /** Any function of two or three bits. */
  int gate(int step, int... operands) {
    List<int[]> merged = new ArrayList<>();
    merge(operands, 0, new int[0], merged);
    List<Candidate> candidates =
        merged.stream()
            .map(this::candidate)
            .sorted(
                Comparator.comparingInt(Candidate::local)
                    .thenComparingInt(Candidate::levels)
                    .thenComparingInt(Candidate::size))
            .toList();
    List<int[]> kept = new ArrayList<>();
    for (Candidate each : candidates) {
      if (kept.size() == CUTS) {
        break;
      }
      if (kept.stream().noneMatch(other -> Arrays.equals(other, each.cut))) {
        kept.add(each.cut);
      }
    }
    int index = bits.size();
    kept.add(new int[] {index});
    Candidate best = candidates.getFirst();
    bits.add(new Bit(kept, best.local(), best.levels(), wires(best.cut), fabric.lut(), true, step));
    return index;
  }

  private static List<Arc> wires(int[] inputs) {
    return Arrays.stream(inputs).mapToObj(input -> Arc.wire(input, 0)).toList();
  }

  private Candidate candidate(int[] cut) {
    int local = 0;
    int levels = 0;
    for (int input : cut) {
      local = Math.max(local, bits.get(input).local());
      levels = Math.max(levels, bits.get(input).levels());
    }
    return new Candidate(cut, local + 1, levels + 1);
  }

  private void merge(int[] operands, int next, int[] cut, List<int[]> merged) {
    if (next == operands.length) {
      merged.add(cut);
      return;
    }
    for (int[] each : bits.get(operands[next]).cuts()) {
      int[] union = union(cut, each);
      if (union.length <= fabric.lutInputs()) {
        merge(operands, next + 1, union, merged);
      }
    }
  }

  /** Of two ascending arrays. */
  private static int[] union(int[] one, int[] other) {
    int[] union = new int[one.length + other.length];
    int length = 0;
    int i = 0;
    int j = 0;
    while (i < one.length || j < other.length) {
      boolean takesOne = j == other.length || (i < one.length && one[i] <= other[j]);
      int value = takesOne ? one[i] : other[j];
      if (i < one.length && one[i] == value) {
        i++;
      }
      if (j < other.length && other[j] == value) {
        j++;
      }
      union[length++] = value;
    }
    return Arrays.copyOf(union, length);
  }

  /** A LUT of its own for a bit that comes from a register or a chain. */
  int lut(int operand, int step) {
    return begin(levels(operand) + 1, wires(new int[] {operand}), fabric.lut(), true, step);
  }

  /** The bit as a wire that is there, so that no logic behind it can take it in. */
  int wire(int operand) {
    Bit bit = bits.get(operand);
    return bit.local() == 0
        ? operand
        : begin(bit.levels(), List.of(Arc.inside(operand, 0)), 0, bit.isPacked(), bit.step());
  }

  /**
   * Something that is not mapped: a bit of a carry chain, or a multiplier.
   *
   * @param luts that it goes through
   * @param isPacked whether it is made beside a register that takes it
   */
  int after(int step, int luts, boolean isPacked, List<Arc> arcs) {
    int levels = 0;
    for (Arc arc : arcs) {
      levels = Math.max(levels, levels(arc.from()));
    }
    return begin(levels + luts, arcs, 0, isPacked, step);
  }

  /**
   * Works out when each bit is there.
   *
   * @param ends bits that are waited for, each as often as it has to drive something
   */
  Settled settle(Iterable<Elaboration.Endpoint> ends) {
    int[] driven = new int[bits.size()];
    Map<Integer, Integer> enabled = new HashMap<>();
    for (Elaboration.Endpoint end : ends) {
      driven[end.bit()] += end.registers();
      if (end.isEnable()) {
        enabled.merge(end.bit(), end.registers(), Integer::sum);
      }
    }
    for (int index = bits.size() - 1; index >= 0; index--) {
      if (driven[index] > 0) {
        for (Arc arc : bits.get(index).arcs()) {
          driven[arc.from()] += arc.isWire() ? 1 : driven[index];
        }
      }
    }
    double[] arrival = new double[bits.size()];
    int[] before = new int[bits.size()];
    for (int index = 0; index < arrival.length; index++) {
      before[index] = -1;
      for (Arc arc : bits.get(index).arcs()) {
        double there =
            arrival[arc.from()]
                + arc.delay()
                + (arc.isWire() ? fabric.wire(driven[arc.from()]) : 0);
        if (before[index] < 0 || there > arrival[index]) {
          arrival[index] = there;
          before[index] = arc.from();
        }
      }
      arrival[index] += bits.get(index).since();
    }
    boolean[] packed = new boolean[bits.size()];
    for (int index = 0; index < packed.length; index++) {
      packed[index] = bits.get(index).isPacked() && (fabric.sharesPacked() || driven[index] == 1);
    }
    return new Settled(fabric, driven, global(enabled), packed, arrival, before);
  }

  /** The enables that go over wires for the whole part: those of the most registers. */
  private Set<Integer> global(Map<Integer, Integer> enabled) {
    return enabled.entrySet().stream()
        .filter(each -> each.getValue() > fabric.fewRegisters())
        .sorted(
            Map.Entry.<Integer, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(fabric.globalEnables())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** When bits are there. */
  static final class Settled {
    private final Fabric fabric;
    private final int[] driven;
    private final Set<Integer> global;
    private final boolean[] packed;
    private final double[] arrival;
    private final int[] before;

    /**
     * @param driven how much each bit drives
     * @param global the enables that go over wires for the whole part
     * @param packed whether it is made beside the register that takes it
     * @param arrival nanoseconds since the clock
     * @param before the bit that each waits for longest, or −1
     */
    private Settled(
        Fabric fabric,
        int[] driven,
        Set<Integer> global,
        boolean[] packed,
        double[] arrival,
        int[] before) {
      this.fabric = fabric;
      this.driven = driven;
      this.global = global;
      this.packed = packed;
      this.arrival = arrival;
      this.before = before;
    }

    /** When the clock may come that ends a way. */
    double nanoseconds(Elaboration.Endpoint end) {
      double arrived = arrival[end.bit()];
      if (end.isEnable()) {
        return arrived
            + (global.contains(end.bit())
                ? fabric.globalEnable()
                : fabric.wire(driven[end.bit()]) + fabric.enable());
      }
      return packed[end.bit()]
          ? arrived
          : arrived + fabric.wire(driven[end.bit()]) + fabric.setup();
    }

    /** The bits on the way, the first first. */
    List<Integer> way(int bit) {
      List<Integer> way = new ArrayList<>();
      for (int at = bit; at >= 0; at = before[at]) {
        way.add(at);
      }
      return way.reversed();
    }
  }
}
