package dev.signet.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a rising clock edge does to the state: memory reads, memory writes, registers. */
final class ClockEdge {
  /** Five ints each: enable, target, words, address, memory. */
  private final int[] reads;

  /** Five ints each: enable, address, data, words, memory. */
  private final int[] writes;

  /**
   * Groups of registers with one enable: enable or −1, count of one-word registers and of wide
   * ones, target and source of each of the former, target, source and words of each of the latter.
   */
  private final int[] registers;

  /** Where the groups begin whose registers have a reset value. */
  private final int firstReset;

  /** The words that reset sets, and to what. */
  private final int[] resetOffsets;

  private final long[] resetValues;

  /** Rows of each memory. */
  private final int[] depths;

  private ClockEdge(EdgePlan plan, int[] registers, int firstReset) {
    this.reads =
        plan.reads().stream()
            .flatMapToInt(
                read ->
                    IntStream.of(
                        read.enable(),
                        read.target().offset(),
                        read.target().words(),
                        read.address(),
                        read.memory()))
            .toArray();
    this.writes =
        plan.writes().stream()
            .flatMapToInt(
                write ->
                    IntStream.of(
                        write.enable(),
                        write.address(),
                        write.data().offset(),
                        write.data().words(),
                        write.memory()))
            .toArray();
    this.registers = registers;
    this.firstReset = firstReset;
    this.resetOffsets = plan.resets().stream().mapToInt(EdgePlan.Reset::offset).toArray();
    this.resetValues = plan.resets().stream().mapToLong(EdgePlan.Reset::value).toArray();
    this.depths = plan.depths();
  }

  /** Encodes a plan, registers of one enable together. */
  static ClockEdge of(EdgePlan plan) {
    List<Integer> registers = new ArrayList<>();
    encode(plan.loads().stream().filter(load -> !load.hasReset()).toList(), registers);
    int firstReset = registers.size();
    encode(plan.loads().stream().filter(EdgePlan.Load::hasReset).toList(), registers);
    return new ClockEdge(
        plan, registers.stream().mapToInt(Integer::intValue).toArray(), firstReset);
  }

  private static void encode(List<EdgePlan.Load> loads, List<Integer> code) {
    Map<Integer, List<EdgePlan.Load>> byEnable = new LinkedHashMap<>();
    for (EdgePlan.Load load : loads) {
      byEnable.computeIfAbsent(load.enable(), _ -> new ArrayList<>()).add(load);
    }
    byEnable.forEach(
        (enable, group) -> {
          List<EdgePlan.Load> narrow =
              group.stream().filter(load -> load.target().words() == 1).toList();
          List<EdgePlan.Load> wide =
              group.stream().filter(load -> load.target().words() > 1).toList();
          code.addAll(List.of(enable, narrow.size(), wide.size()));
          narrow.forEach(l -> code.addAll(List.of(l.target().offset(), l.source().offset())));
          wide.forEach(
              l ->
                  code.addAll(
                      List.of(l.target().offset(), l.source().offset(), l.target().words())));
        });
  }

  /**
   * Changes state and memories.
   *
   * @param contents of each memory, words of a row side by side
   */
  void apply(long[] state, long[][] contents, boolean reset) {
    read(state, contents);
    write(state, contents);
    load(state, reset ? firstReset : registers.length);
    if (reset) {
      for (int i = 0; i < resetOffsets.length; i++) {
        state[resetOffsets[i]] = resetValues[i];
      }
    }
  }

  private void read(long[] state, long[][] contents) {
    for (int pc = 0; pc < reads.length; pc += 5) {
      if (state[reads[pc]] == 0) {
        continue;
      }
      int target = reads[pc + 1];
      int words = reads[pc + 2];
      int address = (int) state[reads[pc + 3]];
      int memory = reads[pc + 4];
      if (address >= depths[memory]) {
        Arrays.fill(state, target, target + words, 0);
      } else if (words == 1) {
        state[target] = contents[memory][address];
      } else {
        System.arraycopy(contents[memory], address * words, state, target, words);
      }
    }
  }

  private void write(long[] state, long[][] contents) {
    for (int pc = 0; pc < writes.length; pc += 5) {
      int address = (int) state[writes[pc + 1]];
      int memory = writes[pc + 4];
      if (state[writes[pc]] != 0 && address < depths[memory]) {
        int words = writes[pc + 3];
        System.arraycopy(state, writes[pc + 2], contents[memory], address * words, words);
      }
    }
  }

  private void load(long[] state, int end) {
    int[] c = registers;
    int pc = 0;
    while (pc < end) {
      int firstWide = pc + 3 + 2 * c[pc + 1];
      int next = firstWide + 3 * c[pc + 2];
      if (c[pc] < 0 || state[c[pc]] != 0) {
        for (int i = pc + 3; i < firstWide; i += 2) {
          state[c[i]] = state[c[i + 1]];
        }
        for (int i = firstWide; i < next; i += 3) {
          System.arraycopy(state, c[i + 1], state, c[i], c[i + 2]);
        }
      }
      pc = next;
    }
  }

  /** Whether a memory has a write port. */
  boolean isWritten(int memory) {
    for (int pc = 4; pc < writes.length; pc += 5) {
      if (writes[pc] == memory) {
        return true;
      }
    }
    return false;
  }
}
