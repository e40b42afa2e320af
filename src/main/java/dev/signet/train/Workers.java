package dev.signet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads, the caller among them, for many short rounds of tasks.
 *
 * <p>A training step is a dozen rounds of some tens of microseconds, about what it costs to wake a
 * thread; so between rounds a thread looks for the next one a little while before it goes to sleep.
 */
final class Workers implements AutoCloseable {
  private static final int SPINS = 2000;

  private final List<Thread> helpers = new ArrayList<>();
  private final AtomicReference<@Nullable Round> current = new AtomicReference<>();
  private volatile boolean closed;

  /** What a round does. */
  interface Task {
    /**
     * @param index 0 to the number of tasks − 1, each given out once
     * @param worker 0 to the number of threads − 1: no two tasks run at once with the same
     */
    void run(int index, int worker);
  }

  /** One round; a new object each, so that a late helper cannot take a task of the next. */
  private static final class Round {
    private final int tasks;
    private final Task task;
    private final Thread caller;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger unfinished;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Round(int tasks, Task task) {
      this.tasks = tasks;
      this.task = task;
      this.caller = Thread.currentThread();
      this.unfinished = new AtomicInteger(tasks);
    }

    void work(int worker) {
      for (int index = next.getAndIncrement(); index < tasks; index = next.getAndIncrement()) {
        try {
          task.run(index, worker);
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        }
        if (unfinished.decrementAndGet() == 0) {
          LockSupport.unpark(caller);
        }
      }
    }
  }

  /**
   * @param threads at least 1
   */
  Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads);
    }
    for (int worker = 1; worker < threads; worker++) {
      int number = worker;
      helpers.add(Thread.ofPlatform().daemon().name("train-" + number).start(() -> serve(number)));
    }
  }

  int threads() {
    return helpers.size() + 1;
  }

  /** Runs the tasks, in any order, and returns when all are done. */
  void run(int tasks, Task task) {
    Round round = new Round(tasks, task);
    if (tasks > 1 && !helpers.isEmpty()) {
      current.set(round);
      helpers.forEach(LockSupport::unpark);
    }
    round.work(0);
    for (int spin = 0; round.unfinished.get() > 0; spin++) {
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    Throwable failure = round.failure.get();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void serve(int worker) {
    Round done = null;
    int spin = 0;
    while (!closed) {
      Round round = current.get();
      if (round != null && round != done) {
        round.work(worker);
        done = round;
        spin = 0;
      } else if (spin < SPINS) {
        Thread.onSpinWait();
        spin++;
      } else {
        LockSupport.park(this);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    helpers.forEach(LockSupport::unpark);
  }
}
