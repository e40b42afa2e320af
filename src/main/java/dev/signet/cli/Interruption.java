package dev.signet.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * What happens on Ctrl-C and other requests to end while a training is under way: what is being
 * written is finished, and the user is told how to go on. The JVM then ends with 128 and the
 * signal's number.
 */
final class Interruption implements AutoCloseable {
  /** Held while files are written, and for good once the end has come. */
  private final Lock writing = new ReentrantLock();

  private final SignetCommand command;
  private final Path checkpoint;
  private final Thread hook = new Thread(this::end, "signet-interruption");
  private Runnable screen = () -> {};
  private int finished;
  private boolean over;

  /**
   * From here on until it is closed.
   *
   * @param checkpoint where it is, as the user calls it
   */
  Interruption(SignetCommand command, Path checkpoint) {
    this.command = command;
    this.checkpoint = checkpoint;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Leaves the screen fit for a last message. */
  void clearScreenBy(Runnable action) {
    holdOffDuring(() -> screen = action);
  }

  /** Does something that is not to be cut in the middle. */
  void holdOffDuring(Runnable action) {
    writing.lock();
    try {
      action.run();
    } finally {
      writing.unlock();
    }
  }

  /** The checkpoint is that of the first {@code count} epochs. */
  void epochFinished(int count) {
    holdOffDuring(() -> finished = count);
  }

  /** Training is over: there is nothing to resume. */
  void trainingFinished() {
    holdOffDuring(() -> over = true);
  }

  private void end() {
    writing.lock();
    if (!over) {
      screen.run();
      command.note(message());
    }
  }

  private String message() {
    return finished == 0
        ? "signet: interrupted before an epoch was finished; there is nothing to resume"
        : "signet: interrupted after epoch %d, which %s holds; to go on:%n  %s"
            .formatted(finished, checkpoint, resumingCommand());
  }

  private String resumingCommand() {
    List<String> words = new ArrayList<>(List.of("signet"));
    words.addAll(command.spec.commandLine().getParseResult().originalArgs());
    if (!words.contains("--resume")) {
      words.add("--resume");
    }
    return words.stream().map(Interruption::quoted).collect(Collectors.joining(" "));
  }

  /** As a shell takes it. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./=:,+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The end has come already.
    }
  }
}
