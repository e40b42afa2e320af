package dev.signet.cli;

import dev.signet.data.EventFile;
import dev.signet.data.NamedTensors;
import dev.signet.data.Safetensors;
import dev.signet.data.TextFile;
import dev.signet.report.TimedEpoch;
import dev.signet.report.TrainingLog;
import dev.signet.train.Checkpoint;
import dev.signet.train.ProgressListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Writes down what each epoch reached, and then the checkpoint: whatever moment a run is killed at,
 * no finished epoch is missing from the log, and one that has to be trained again is replaced when
 * the run is resumed.
 */
final class TrainingJournal implements ProgressListener, AutoCloseable {
  /** In the checkpoint's metadata: the seconds of its epochs, a word each. */
  private static final String SECONDS = "seconds";

  private static final String UNKNOWN = "?";

  private final TrainingFiles files;
  private final Interruption interruption;
  private final List<String> secondsBefore;
  private final List<TimedEpoch> epochs = new ArrayList<>();
  private Optional<EventFile> events = Optional.empty();
  private long epochStart;

  /**
   * @param resumed the checkpoint that training goes on from
   * @param interruption waits until an epoch is written down
   */
  TrainingJournal(TrainingFiles files, Optional<Checkpoint> resumed, Interruption interruption) {
    this.files = files;
    this.interruption = interruption;
    this.secondsBefore =
        resumed
            .map(checkpoint -> checkpoint.contents().metadata().get(SECONDS))
            .map(words -> List.of(words.split(" ")))
            .orElse(List.of());
  }

  @Override
  public void started(List<Epoch> finished) {
    for (Epoch epoch : finished) {
      epochs.add(new TimedEpoch(epoch, secondsBefore(epoch.number())));
    }
    if (!finished.isEmpty()) {
      TextFile.write(files.log(), TrainingLog.text(epochs));
      interruption.epochFinished(finished.size());
    }
    events =
        files
            .tensorBoard()
            .map(
                directory ->
                    EventFile.start(directory, finished.size() + 1L, InstantSource.system()));
    epochStart = System.nanoTime();
  }

  private OptionalDouble secondsBefore(int epoch) {
    try {
      return epoch <= secondsBefore.size()
          ? OptionalDouble.of(Double.parseDouble(secondsBefore.get(epoch - 1)))
          : OptionalDouble.empty();
    } catch (NumberFormatException _) {
      return OptionalDouble.empty();
    }
  }

  @Override
  public void epochFinished(Epoch epoch, Supplier<Checkpoint> checkpoint) {
    long now = System.nanoTime();
    TimedEpoch timed = new TimedEpoch(epoch, OptionalDouble.of((now - epochStart) * 1e-9));
    epochStart = now;
    interruption.holdOffDuring(
        () -> {
          epochs.add(timed);
          if (epochs.size() == 1) {
            TextFile.write(files.log(), TrainingLog.text(epochs));
          } else {
            TextFile.append(files.log(), TrainingLog.row(timed));
          }
          events.ifPresent(file -> file.append(epoch.number(), timed.scalars()));
          Safetensors.write(files.checkpoint(), withSeconds(checkpoint.get()));
          interruption.epochFinished(epoch.number());
        });
  }

  private NamedTensors withSeconds(Checkpoint checkpoint) {
    Map<String, String> metadata = new LinkedHashMap<>(checkpoint.contents().metadata());
    metadata.put(
        SECONDS,
        epochs.stream()
            .map(
                timed ->
                    timed.seconds().isPresent()
                        ? String.format(Locale.ROOT, "%.3f", timed.seconds().getAsDouble())
                        : UNKNOWN)
            .collect(Collectors.joining(" ")));
    return new NamedTensors(checkpoint.contents().tensors(), metadata);
  }

  @Override
  public void close() {
    events.ifPresent(EventFile::close);
  }
}
