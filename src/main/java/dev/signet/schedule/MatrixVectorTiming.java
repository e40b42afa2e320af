package dev.signet.schedule;

/**
 * When a {@link MatrixVectorUnit} takes words, reads them for each group of neurons, and gives the
 * groups' results.
 *
 * <p>A word is read where it is in the buffer and the read stage is free; it is counted a clock
 * later, where the stage for that is free; and the last of a vector becomes a result where the
 * output is. A place of the buffer is free again in the clock after the last group has read it.
 *
 * <p>The first group reads words as they come. Then all of the vector is there, and nothing but the
 * result of the group before can hold up the next, once: so its reads are not gone through one by
 * one.
 */
final class MatrixVectorTiming extends UnitTiming {
  private final StreamTimes in;
  private final StreamTimes out;
  private final int words;
  private final int groups;
  private final int depth;
  private final FrameShift reads;

  /** When words came, and when they were read for the last time. */
  private final TimeRing arrived;

  private final TimeRing freed;

  private long taken;
  private long vector;
  private int group;
  private int word;

  /** Whether the last word of a group, whose result is not out, is in the counting stage. */
  private boolean finishing;

  /** Whether a word, or the last of a group, is in the reading stage behind it. */
  private boolean held;

  private boolean heldLast;
  private long readAt;
  private long readLeft;

  /** When the last result became one, which is when its last word left the counting stage. */
  private long finished;

  /**
   * @param words of a vector
   * @param groups of neurons, results of a vector
   */
  MatrixVectorTiming(StreamTimes in, StreamTimes out, int words, int groups) {
    this.in = in;
    this.out = out;
    this.words = words;
    this.groups = groups;
    this.depth = 2 * words;
    this.reads = new FrameShift(out.words());
    arrived = new TimeRing(depth);
    freed = new TimeRing(depth);
  }

  @Override
  void restart(long period) {
    reads.restart(period);
    taken = 0;
    vector = 0;
    group = 0;
    word = 0;
    finishing = false;
    held = false;
    readAt = StreamTimes.NEVER;
    readLeft = StreamTimes.NEVER;
    finished = StreamTimes.NEVER;
  }

  @Override
  int lookback() {
    return Math.ceilDiv(depth, in.words());
  }

  @Override
  long since() {
    return reads.since();
  }

  @Override
  void offered() {
    take();
  }

  @Override
  void run() {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = finish();
      goesOn |= read();
      goesOn |= take();
    }
  }

  private boolean take() {
    long free = group == groups - 1 ? word : 0;
    if (!in.isOffered() || taken - (vector * words + free) >= depth) {
      return false;
    }
    long time = in.offeredAt();
    if (taken >= depth) {
      time = Math.max(time, freed.get(taken - depth) + 1);
    }
    arrived.set(taken++, time);
    in.take(time);
    return true;
  }

  /** The word in the counting stage becomes a result, and one behind it moves on. */
  private boolean finish() {
    if (!finishing || !out.isFree()) {
      return false;
    }
    finished = Math.max(readLeft + 1, out.takenAt());
    finishing = false;
    if (held) {
      readLeft = Math.max(readAt + 1, finished);
      held = false;
      finishing = heldLast;
    }
    out.offer(finished + 1);
    return true;
  }

  private boolean read() {
    boolean moved = false;
    while (!held && vector * words + word < taken) {
      moved = true;
      if (group > 0 && word > 0) {
        readRest();
      } else {
        readNext();
      }
    }
    return moved;
  }

  private void readNext() {
    long number = vector * words + word;
    readAt = Math.max(Math.max(readAt, arrived.get(number)) + 1, readLeft);
    if (group == groups - 1) {
      freed.set(number, readAt);
    }
    next();
  }

  /** From the second on, the words of a group that are all there: one each clock. */
  private void readRest() {
    readAt = Math.max(readAt + 1, readLeft);
    if (group == groups - 1) {
      for (int index = word; index < words; index++) {
        freed.set(vector * words + index, readAt + index - word);
      }
    }
    readAt += words - 1L - word;
    word = words - 1;
    next();
  }

  /** The word that was read waits for the one before, or is counted. */
  private void next() {
    boolean last = word == words - 1;
    if (finishing) {
      held = true;
      heldLast = last;
    } else {
      readLeft = Math.max(readAt + 1, finished);
      finishing = last;
    }
    if (!last) {
      word++;
      return;
    }
    reads.add(readAt);
    word = 0;
    group = group == groups - 1 ? 0 : group + 1;
    vector += group == 0 ? 1 : 0;
  }
}
