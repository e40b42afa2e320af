package dev.signet.sim;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins the comparisons of eight bytes of a word with one level, whose results stand side by side,
 * into one operation: pixels become bits so.
 */
final class ByteComparisons {
  private static final int BYTES = 8;

  /** The unused bits of a word that holds a byte. */
  private static final int BYTE_MASK = 56;

  /** The level that the highest bit of a byte tells of. */
  private static final int HALF = 128;

  private final StateLayout layout;
  private final Map<Integer, CycleOperation> producers = new HashMap<>();
  private final Map<Integer, Integer> uses = new HashMap<>();
  private final Set<CycleOperation> joined = new HashSet<>();

  private ByteComparisons(List<CycleOperation> operations, StateLayout layout) {
    this.layout = layout;
    for (CycleOperation operation : operations) {
      for (int i = 0; i < operation.writes.length; i += 2) {
        producers.put(operation.writes[i], operation);
      }
      for (int i = 0; i < operation.reads.length; i += 2) {
        for (int word = 0; word < operation.reads[i + 1]; word++) {
          uses.merge(operation.reads[i] + word, 1, Integer::sum);
        }
      }
    }
  }

  /**
   * The same operations, joined where that can be.
   *
   * @param kept words that have to have their values
   */
  static List<CycleOperation> join(
      List<CycleOperation> operations, StateLayout layout, BitSet kept) {
    ByteComparisons all = new ByteComparisons(operations, layout);
    List<CycleOperation> result = new ArrayList<>();
    for (CycleOperation operation : operations) {
      switch (operation.code) {
        case GATHER_BITS -> all.gatherBits(operation, kept, result);
        case GATHER -> all.gather(operation, result);
        default -> result.add(operation);
      }
    }
    result.removeIf(all.joined::contains);
    return result;
  }

  /** Eight bytes that are compared with a level. */
  private record Bytes(int word, int level) {}

  private void gatherBits(CycleOperation operation, BitSet kept, List<CycleOperation> result) {
    int[] c = operation.operands;
    Pieces pieces = new Pieces();
    int bit = 0;
    while (bit < c[1]) {
      Bytes eight = bit + BYTES <= c[1] ? eight(c, 2 + bit, kept) : null;
      if (eight == null) {
        pieces.add(c[2 + bit], 0, bit, 1, 1);
        bit++;
      } else {
        pieces.add(eight, bit);
        bit += BYTES;
      }
    }
    pieces.finish(operation, result);
  }

  /** What makes up a word: bits from elsewhere, and comparisons of bytes side by side as one. */
  private final class Pieces {
    private final WordGather others = new WordGather();
    private final List<CycleOperation> comparisons = new ArrayList<>();
    private final List<Bytes> run = new ArrayList<>();
    private int runStart;

    void add(int source, int low, int at, int width, int sourceWidth) {
      endRun();
      others.add(source, low, at, width, sourceWidth);
    }

    void add(Bytes eight, int bit) {
      if (!run.isEmpty()
          && (run.getLast().level != eight.level || runStart + BYTES * run.size() != bit)) {
        endRun();
      }
      if (run.isEmpty()) {
        runStart = bit;
      }
      run.add(eight);
    }

    private void endRun() {
      if (!run.isEmpty()) {
        int width = BYTES * run.size();
        CycleOperation comparison = comparison(layout.allocate(width).offset(), run);
        comparisons.add(comparison);
        others.add(comparison.writes[0], 0, runStart, width, width);
        run.clear();
      }
    }

    void finish(CycleOperation operation, List<CycleOperation> result) {
      if (comparisons.isEmpty() && runStart == 0 && !run.isEmpty()) {
        // The word is this run and nothing else.
        result.add(comparison(operation.operands[0], run));
        return;
      }
      endRun();
      result.addAll(comparisons);
      result.add(comparisons.isEmpty() ? operation : others.operation(operation.operands[0]));
    }
  }

  /** The comparisons behind eight of the bits as one, or nothing where they are others. */
  private @Nullable Bytes eight(int[] c, int first, BitSet kept) {
    List<CycleOperation> behind = new ArrayList<>();
    int word = -1;
    int level = -1;
    int low = 0;
    for (int k = 0; k < BYTES; k++) {
      CycleOperation comparison = only(c[first + k], CycleOpcode.AT_LEAST, kept);
      if (comparison == null || !layout.isConstant(comparison.operands[2])) {
        return null;
      }
      CycleOperation slice = only(comparison.operands[1], CycleOpcode.BITS, kept);
      if (slice == null) {
        return null;
      }
      if (k == 0) {
        // Where the lowest bits of the level are 0, those of the bytes are left out.
        low = slice.operands[2];
        word = slice.operands[1];
        level = comparison.operands[2];
      }
      if (low >= BYTES
          || slice.operands[1] != word
          || slice.operands[2] != k * BYTES + low
          || slice.operands[3] != 0
          || slice.operands[4] != BYTE_MASK + low
          || comparison.operands[2] != level) {
        return null;
      }
      behind.add(comparison);
      behind.add(slice);
    }
    joined.addAll(behind);
    return new Bytes(word, (int) Math.min(layout.constantWord(level) << low, 2 * HALF));
  }

  private static CycleOperation comparison(int target, List<Bytes> bytes) {
    int[] operands = new int[3 + bytes.size()];
    int[] reads = new int[2 * bytes.size()];
    operands[0] = target;
    operands[1] = bytes.size();
    operands[2] = bytes.getFirst().level;
    for (int k = 0; k < bytes.size(); k++) {
      operands[3 + k] = bytes.get(k).word;
      reads[2 * k] = bytes.get(k).word;
      reads[2 * k + 1] = 1;
    }
    return new CycleOperation(CycleOpcode.BYTES_AT_LEAST, new int[] {target, 1}, operands, reads);
  }

  /** A level of 128 is the highest bit alone. */
  private void gather(CycleOperation operation, List<CycleOperation> result) {
    int[] c = operation.operands;
    Pieces pieces = new Pieces();
    int k = 0;
    while (k < c[1]) {
      int shifts = c[3 + 2 * k];
      int bit = (shifts >>> 8) & 63;
      if (k + BYTES <= c[1] && areHighestBits(c, k)) {
        pieces.add(new Bytes(c[2 + 2 * k], HALF), bit);
        k += BYTES;
      } else {
        // As several bits, even where it is one.
        pieces.add(c[2 + 2 * k], shifts & 63, bit, Long.SIZE - (shifts >>> 16), Long.SIZE);
        k++;
      }
    }
    pieces.finish(operation, result);
  }

  private static boolean areHighestBits(int[] c, int first) {
    int bit = (c[3 + 2 * first] >>> 8) & 63;
    for (int k = 0; k < BYTES; k++) {
      int shifts = (BYTES * k + 7) | ((bit + k) << 8) | ((Long.SIZE - 1) << 16);
      if (c[2 + 2 * (first + k)] != c[2 + 2 * first] || c[3 + 2 * (first + k)] != shifts) {
        return false;
      }
    }
    return true;
  }

  /** What makes a word that nothing else needs. */
  private @Nullable CycleOperation only(int offset, CycleOpcode code, BitSet kept) {
    CycleOperation producer = producers.get(offset);
    return producer != null
            && producer.code == code
            && uses.getOrDefault(offset, 0) == 1
            && !kept.get(offset)
        ? producer
        : null;
  }
}
