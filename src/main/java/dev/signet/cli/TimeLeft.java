package dev.signet.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * How long a training will still take, by the rate at which its last epochs went. What was done
 * before a resume says nothing of it.
 */
final class TimeLeft {
  /** Epochs the rate is taken from. The first is slower and counts only until there is another. */
  private static final int EPOCHS = 10;

  private final Deque<Mark> marks = new ArrayDeque<>();
  private boolean warm;

  /** So many steps were done at a time. */
  private record Mark(long steps, long nanos) {}

  /** Work begins, or an epoch is over. */
  void mark(long steps, long nanos) {
    marks.addLast(new Mark(steps, nanos));
    boolean secondEpochIsOver = !warm && marks.size() == 3;
    if (secondEpochIsOver || marks.size() > EPOCHS + 1) {
      marks.removeFirst();
    }
    warm |= secondEpochIsOver;
  }

  /**
   * The time from now to the end; none before there is a rate.
   *
   * @param steps done by now
   * @param total of all epochs
   */
  Optional<Duration> after(long steps, long total, long nanos) {
    if (marks.isEmpty() || steps <= marks.getFirst().steps()) {
      return Optional.empty();
    }
    Mark first = marks.getFirst();
    double nanosOfStep = (double) (nanos - first.nanos()) / (steps - first.steps());
    return Optional.of(Duration.ofNanos(Math.round(nanosOfStep * Math.max(0, total - steps))));
  }

  /** {@code 12 s}, {@code 3:05 min} or {@code 2:07 h}. */
  static String text(Duration left) {
    long seconds = Math.round(left.toMillis() / 1000.0);
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
    }
    return String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
  }
}
