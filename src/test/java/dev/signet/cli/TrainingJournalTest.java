package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.data.NamedTensors;
import dev.signet.data.Safetensors;
import dev.signet.train.Checkpoint;
import dev.signet.train.ProgressListener.Epoch;
import dev.signet.train.ProgressListener.LayerFlips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingJournalTest {
  private static final Checkpoint CHECKPOINT =
      new Checkpoint(new NamedTensors(Map.of(), Map.of("epochs_finished", "any")));

  @TempDir Path directory;
  private TrainingFiles files =
      TrainingFiles.of(Path.of("w"), Optional.empty(), Optional.empty(), Optional.empty());

  @BeforeEach
  void place() {
    files =
        TrainingFiles.of(
            directory.resolve("w.safetensors"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(directory.resolve("events")));
  }

  private static Epoch epoch(int number) {
    return new Epoch(
        number,
        1.0 / number,
        0.5,
        0.01,
        Optional.empty(),
        List.of(new LayerFlips("dense1", 0.25)),
        false);
  }

  private static List<Epoch> epochs(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(TrainingJournalTest::epoch).toList();
  }

  private void train(Optional<Checkpoint> from, int finished, int last) {
    try (Interruption interruption = new Interruption(new TrainCommand(), files.checkpoint());
        TrainingJournal journal = new TrainingJournal(files, from, interruption)) {
      journal.started(epochs(1, finished));
      epochs(finished + 1, last).forEach(epoch -> journal.epochFinished(epoch, () -> CHECKPOINT));
    }
  }

  private Optional<Checkpoint> checkpoint() {
    return Optional.of(new Checkpoint(Safetensors.read(files.checkpoint())));
  }

  @Test
  void anEpochThatWasTrainedButHasNoCheckpointIsReplacedInTheLog() throws IOException {
    train(Optional.empty(), 0, 3);
    Optional<Checkpoint> third = checkpoint();
    List<String> before = Files.readAllLines(files.log());
    // The run is killed between writing epoch 4 down and its checkpoint.
    train(third, 3, 4);

    train(third, 3, 6);

    List<String> log = Files.readAllLines(files.log());
    assertThat(log).hasSize(1 + 6);
    assertThat(log.subList(0, 4)).isEqualTo(before);
    assertThat(log.stream().skip(1).map(row -> row.substring(0, row.indexOf(','))))
        .containsExactly("1", "2", "3", "4", "5", "6");
  }

  @Test
  void secondsOfEpochsBeforeAResumeAreKeptOrNotKnown() throws IOException {
    train(Optional.empty(), 0, 2);
    assertThat(Files.readAllLines(files.log())).allMatch(row -> !row.contains(",,0.25"));

    train(Optional.of(CHECKPOINT), 2, 3);

    List<String> log = Files.readAllLines(files.log());
    assertThat(log.get(1)).endsWith(",0.01,,0.25");
    assertThat(log.get(2)).endsWith(",0.01,,0.25");
    assertThat(log.get(3)).doesNotEndWith(",0.01,,0.25");
    // And what is not known stays so.
    train(checkpoint(), 3, 4);
    assertThat(Files.readAllLines(files.log()).subList(0, 4)).isEqualTo(log);
  }

  @Test
  void aNewTrainingStartsANewLog() throws IOException {
    train(Optional.empty(), 0, 5);

    train(Optional.empty(), 0, 1);

    assertThat(Files.readAllLines(files.log())).hasSize(2);
  }

  @Test
  void everyRunHasAnEventFileOfItsOwn() throws IOException {
    train(Optional.empty(), 0, 2);
    train(checkpoint(), 2, 4);

    try (var events = Files.list(directory.resolve("events"))) {
      assertThat(events).hasSize(2);
    }
  }
}
