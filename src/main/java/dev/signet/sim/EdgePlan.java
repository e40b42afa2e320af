package dev.signet.sim;

import dev.signet.sim.StateLayout.Place;
import java.util.BitSet;
import java.util.List;

/**
 * What happens at a rising clock edge. Every operand is either combinational or a copy taken before
 * the edge, so that the order does not matter.
 *
 * @param depths rows of each memory
 */
@SuppressWarnings("ArrayRecordComponent") // Read by inner loops, never compared.
record EdgePlan(
    List<Read> reads, List<Write> writes, List<Load> loads, List<Reset> resets, int[] depths) {
  EdgePlan {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    loads = List.copyOf(loads);
    resets = List.copyOf(resets);
  }

  /** Adds the words that the edge reads. */
  void keep(BitSet words) {
    for (Read read : reads) {
      words.set(read.enable);
      words.set(read.address);
    }
    for (Write write : writes) {
      words.set(write.enable);
      words.set(write.address);
      words.set(write.data.offset(), write.data.offset() + write.data.words());
    }
    for (Load load : loads) {
      if (load.enable >= 0) {
        words.set(load.enable);
      }
      words.set(load.source.offset(), load.source.offset() + load.source.words());
    }
  }

  /** A memory's row goes to a register. */
  record Read(int enable, Place target, int address, int memory) {}

  /** A value goes to a memory's row. */
  record Write(int enable, int address, Place data, int memory) {}

  /**
   * A register takes a value.
   *
   * @param enable the word that says when, or −1 for always
   * @param hasReset whether it does so only out of reset
   */
  record Load(int enable, Place target, Place source, boolean hasReset) {}

  /** Under reset a word has a value. */
  record Reset(int offset, long value) {}
}
