package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLockTest {
  @TempDir Path directory;
  private Path file = Path.of(".lock");
  private final Path output = Path.of("w.safetensors");

  @BeforeEach
  void place() {
    file = directory.resolve(".lock");
  }

  @Test
  void aSecondIsRefusedUntilTheFirstIsClosed() {
    try (OutputLock _ = OutputLock.take(file, output)) {
      assertThatThrownBy(() -> OutputLock.take(file, output))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("another run is writing w.safetensors");
    }
    assertThat(file).doesNotExist();
    OutputLock.take(file, output).close();
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatAKilledRunHasLeftLocksNothing() throws IOException {
    Files.createFile(file);

    OutputLock.take(file, output).close();

    assertThat(file).doesNotExist();
  }

  /** Each closing removes the file that others are about to lock. */
  @Test
  void neverTwoHoldItAtOnce() throws Exception {
    AtomicInteger holders = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> futures = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        futures.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 200; round++) {
                    try (OutputLock _ = OutputLock.take(file, output)) {
                      assertThat(holders.incrementAndGet()).isEqualTo(1);
                      taken.incrementAndGet();
                      holders.decrementAndGet();
                    } catch (DataException _) {
                      Thread.onSpinWait();
                    }
                  }
                }));
      }
      for (Future<?> future : futures) {
        future.get(20, TimeUnit.SECONDS);
      }
    }
    assertThat(taken.get()).isPositive();
    assertThat(file).doesNotExist();
  }

  @Test
  void whatIsHalfWrittenGoesAndNothingElse() throws IOException {
    List<String> stay =
        List.of("w.csv", ".w.csv.part", ".w.csv.12x.part", ".other.csv.12.part", ".w.csv.12.part2");
    for (String name : stay) {
      Files.createFile(directory.resolve(name));
    }
    Files.createFile(directory.resolve(".w.csv.12.part"));
    Files.createFile(directory.resolve(".w.csv.345678.part"));

    OutputPaths.discardParts(directory.resolve("w.csv"));

    try (var files = Files.list(directory)) {
      assertThat(files.map(path -> String.valueOf(path.getFileName())))
          .containsExactlyInAnyOrderElementsOf(stay);
    }
  }

  @Test
  void whatIsHalfWrittenBesideTheFileOfALinkGoesToo() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path target = Files.createFile(elsewhere.resolve("real.csv"));
    Path part = Files.createFile(elsewhere.resolve(".real.csv.7.part"));
    Path link = Files.createSymbolicLink(directory.resolve("w.csv"), target);

    OutputPaths.discardParts(link);

    assertThat(part).doesNotExist();
    assertThat(target).exists();
  }
}
