package dev.signet.sim;

import dev.signet.sim.StateLayout.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the popcounts of one value against many constants, a layer with its weights, into one
 * operation on the matrix of the constants.
 */
final class RowGrouping {
  /** Fewer rows are as fast one by one. */
  private static final int FEWEST = 8;

  /** What operations of one group have in common. */
  private record Key(int value, int words, int mask) {}

  /** One of them: where its count goes and where its constant is. */
  private record Row(int target, int constant, CycleOperation operation) {}

  private RowGrouping() {}

  /** The same operations, joined where that helps; matrices are laid out as constants. */
  static List<CycleOperation> group(List<CycleOperation> operations, StateLayout layout) {
    Map<Key, List<Row>> groups = new LinkedHashMap<>();
    List<CycleOperation> result = new ArrayList<>();
    for (CycleOperation operation : operations) {
      int[] c = operation.operands;
      switch (operation.code) {
        case WIDE_XNOR_POPCOUNT -> add(groups, layout, operation, c[1], c[2], c[3], c[4]);
        case XNOR_POPCOUNT -> add(groups, layout, operation, 1, c[1], c[2], c[3]);
        default -> result.add(operation);
      }
    }
    groups.forEach(
        (key, rows) -> {
          if (rows.size() < FEWEST || key.value < 0) {
            rows.forEach(row -> result.add(row.operation));
          } else {
            result.add(join(key, rows, layout));
          }
        });
    return result;
  }

  private static void add(
      Map<Key, List<Row>> groups,
      StateLayout layout,
      CycleOperation operation,
      int words,
      int a,
      int b,
      int mask) {
    boolean first = layout.isConstant(a);
    // Rows that meet no constant, or only constants, are kept as they are under an impossible key.
    int value = first == layout.isConstant(b) ? -1 : first ? b : a;
    groups
        .computeIfAbsent(new Key(value, words, mask), _ -> new ArrayList<>())
        .add(new Row(operation.writes[0], first ? a : b, operation));
  }

  private static CycleOperation join(Key key, List<Row> rows, StateLayout layout) {
    int count = rows.size();
    Place matrix = layout.allocate(Math.multiplyExact(64 * key.words, count));
    int[] operands = new int[5 + count];
    int[] writes = new int[2 * count];
    operands[0] = count;
    operands[1] = key.words;
    operands[2] = key.value;
    operands[3] = matrix.offset();
    operands[4] = key.mask;
    for (int row = 0; row < count; row++) {
      operands[5 + row] = rows.get(row).target;
      writes[2 * row] = rows.get(row).target;
      writes[2 * row + 1] = 1;
      for (int word = 0; word < key.words; word++) {
        layout.setConstantWord(
            matrix.offset() + word * count + row,
            layout.constantWord(rows.get(row).constant + word));
      }
    }
    int[] reads = {key.value, key.words};
    return new CycleOperation(CycleOpcode.XNOR_POPCOUNT_ROWS, writes, operands, reads);
  }
}
