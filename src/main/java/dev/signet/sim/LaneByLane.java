package dev.signet.sim;

import java.util.ArrayList;
import java.util.List;

/** A rare operation, done for one lane after another as it is done for a single one. */
final class LaneByLane implements LaneOperation {
  private final CycleProgram program;
  private final long[] own;
  private final List<long[]> read = new ArrayList<>();
  private final int firstWritten;
  private final List<long[]> written = new ArrayList<>();

  /**
   * @param operation one of those on wide words, whose first operand is the target, the second a
   *     number of words, and the third and fourth (of a product the sixth) values
   */
  LaneByLane(CycleOperation operation, LaneState state) {
    int[] operands = operation.operands.clone();
    int next = 0;
    for (int k = 0; 2 * k < operation.reads.length; k++) {
      int words = operation.reads[2 * k + 1];
      operands[position(operation.code, k)] = next;
      for (int word = 0; word < words; word++) {
        read.add(state.row(operation.reads[2 * k] + word));
      }
      next += words;
    }
    firstWritten = next;
    operands[0] = next;
    for (int word = 0; word < operation.writes[1]; word++) {
      written.add(state.row(operation.writes[0] + word));
    }
    own = new long[next + operation.writes[1]];
    program =
        new CycleProgram(
            operands, List.of(new CycleProgram.Run(operation.code, 0, operands.length)));
  }

  private static int position(CycleOpcode code, int read) {
    return code == CycleOpcode.WIDE_MULTIPLY ? 2 + 3 * read : 2 + read;
  }

  @Override
  public void run() {
    int lanes = written.getFirst().length;
    for (int lane = 0; lane < lanes; lane++) {
      for (int word = 0; word < firstWritten; word++) {
        own[word] = read.get(word)[lane];
      }
      program.run(own);
      for (int word = 0; word < written.size(); word++) {
        written.get(word)[lane] = own[firstWritten + word];
      }
    }
  }
}
