package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void everyTaskRunsOnceAndIsDoneAtTheEnd(int threads) {
    try (Workers workers = new Workers(threads)) {
      for (int round = 0; round < 300; round++) {
        int tasks = round % 20;
        AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
        workers.run(
            tasks,
            (task, worker) -> {
              assertThat(worker).isBetween(0, threads - 1);
              runs.incrementAndGet(task);
            });
        for (int task = 0; task < tasks; task++) {
          assertThat(runs.get(task)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void afailingTaskIsReportedAndTheTeamWorksOn() {
    try (Workers workers = new Workers(2)) {
      assertThatThrownBy(
              () ->
                  workers.run(
                      10,
                      (task, worker) -> {
                        if (task == 7) {
                          throw new TrainException("seven");
                        }
                      }))
          .isInstanceOf(TrainException.class)
          .hasMessage("seven");
      AtomicIntegerArray runs = new AtomicIntegerArray(1);
      workers.run(10, (task, worker) -> runs.incrementAndGet(0));
      assertThat(runs.get(0)).isEqualTo(10);
    }
  }
}
