package dev.signet.schedule;

import java.util.List;

/**
 * When the words of a stream are offered and taken, in clocks. A source offers a word after the one
 * before has been taken, so there is one at most that is offered and not taken.
 *
 * <p>A word offered at a time is one whose {@code valid} is 1 from that clock on; one taken at a
 * time moves at the edge that ends that clock.
 *
 * <p>When words are taken tells when they were offered too, and all else that happens in the units:
 * but for the buffer of a matrix-vector unit, all of it is the largest of such times.
 */
final class StreamTimes {
  /** A time before all others. */
  static final long NEVER = Long.MIN_VALUE / 4;

  private final int words;
  private final FrameShift takes;
  private Agenda agenda = new Agenda(List.of());
  private int source;
  private int sink;
  private long offered;
  private long taken;
  private long offeredAt;
  private long takenAt;

  /**
   * @param words of a frame
   */
  StreamTimes(int words) {
    this.words = words;
    takes = new FrameShift(words);
    restart(0);
  }

  /**
   * Says whom it concerns when a word is offered, and when it is taken.
   *
   * @param newSource the unit that offers
   * @param newSink the unit that takes
   */
  void connect(Agenda of, int newSource, int newSink) {
    agenda = of;
    source = newSource;
    sink = newSink;
  }

  /** Begins anew, with frames that are expected a period apart. */
  void restart(long period) {
    offered = 0;
    taken = 0;
    offeredAt = NEVER;
    takenAt = NEVER;
    takes.restart(period);
  }

  /** Words of a frame. */
  int words() {
    return words;
  }

  /** Whether a word is offered whose taking is not known. */
  boolean isOffered() {
    return offered > taken;
  }

  /** Whether every word that was offered has been taken, so that it is known when. */
  boolean isFree() {
    return offered == taken;
  }

  /** When the last word was offered. */
  long offeredAt() {
    return offeredAt;
  }

  /** When the last word was taken; before all times where none was. */
  long takenAt() {
    return takenAt;
  }

  /** The next word is offered. */
  void offer(long time) {
    offered++;
    offeredAt = time;
    agenda.offered(sink);
  }

  /** The word that is offered is taken. */
  void take(long time) {
    taken++;
    takenAt = time;
    takes.add(time);
    agenda.wake(source);
  }

  /** Words that have been taken. */
  long taken() {
    return taken;
  }

  /** Frames taken as a whole. */
  long frames() {
    return takes.frames();
  }

  /** The first frame that all later ones are like. */
  long since() {
    return takes.since();
  }

  /** When the last word of this number in its frame was taken, as a time of frame 0. */
  long takenAt(int word) {
    return takes.time(word);
  }
}
