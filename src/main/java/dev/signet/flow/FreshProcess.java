package dev.signet.flow;

import dev.signet.network.HardwareGoals.Style;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java machine of its own that reads a network's text, makes hardware of it and runs frames: what
 * a person waits for.
 *
 * @param command to which the text's file, {@code --style} and {@code --frames} are added; it
 *     prints {@link #summary}
 */
public record FreshProcess(List<String> command) {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  /** What goes on from this machine to another: not agents, nor what a debugger asks for. */
  private static final List<String> KEPT_OPTIONS =
      List.of("-XX:", "-Xm", "-Xlog:", "-Xshare", "--add-modules");

  public FreshProcess {
    command = List.copyOf(command);
  }

  /**
   * A command of a main class, started as this Java machine was: with its classes, its options and
   * its archive of classes.
   */
  public static FreshProcess of(String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> KEPT_OPTIONS.stream().anyMatch(option::startsWith))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    return new FreshProcess(command);
  }

  /** The line by which a process tells what it found. */
  public static String summary(NoiseSimulation.Outcome outcome) {
    return "SIGNET frames=%d clocks=%d hash=%08x"
        .formatted(
            outcome.inferences().frames(), outcome.clocks(), outcome.inferences().hashCode());
  }

  /**
   * The time from start to end.
   *
   * @param text of the network, the only one in it
   * @param expected what it has to find
   * @return seconds
   * @throws FlowException when it fails or finds something else
   */
  double seconds(String text, Style style, NoiseSimulation.Outcome expected) {
    try {
      Path file = Files.createTempFile("signet-", ".bnn");
      try {
        Files.writeString(file, text);
        List<String> whole = new ArrayList<>(command);
        whole.addAll(
            List.of(
                file.toString(),
                "--style",
                style.label(),
                "--frames",
                String.valueOf(expected.inferences().frames())));
        ToolProcess process = new ToolProcess(whole, Path.of("."), TIMEOUT);
        ToolProcess.Ended ended = process.runChecked("run frames in a process of its own");
        if (ended.log().lines().noneMatch(summary(expected)::equals)) {
          throw process.failure("found other results than " + summary(expected), ended.log());
        }
        return ended.seconds();
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new FlowException("cannot write a network's text: " + e.getMessage(), e);
    }
  }
}
