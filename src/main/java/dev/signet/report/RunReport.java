package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.Level;
import dev.signet.flow.LevelResult;
import dev.signet.network.HardwareGoals.Style;
import java.util.List;
import java.util.Optional;

/**
 * The main job's results, from training to files.
 *
 * @param training what training gave
 * @param verification all levels against each other
 * @param simulations by style, in the order they were built
 * @param estimate what the folded hardware takes, where it was built
 * @param style the style the network's text asks for
 * @param files what was written
 * @param report where this is written
 */
public record RunReport(
    TrainingReport training,
    VerificationReport verification,
    List<SimulationReport> simulations,
    Optional<EstimateReport> estimate,
    Style style,
    List<String> files,
    String report) {
  public RunReport {
    simulations = List.copyOf(simulations);
    files = List.copyOf(files);
  }

  /**
   * Puts what {@code train}, {@code eval}, {@code sim} and {@code verify} put, those of {@code sim}
   * for the style the text asks for, and {@code styles} (of {@code sim}, all of them), {@code
   * estimate} (as {@link EstimateReport#putInto}), {@code files} and {@code report}.
   */
  public void putInto(ObjectNode json) {
    chosen().putInto(json);
    training.putInto(json);
    LevelResult fast = level(Level.FAST);
    json.put("level", fast.level().label());
    json.put("frames", fast.frames());
    json.put("correct", fast.correct());
    json.put("accuracy", (double) fast.correct() / fast.frames());
    verification.putInto(json);
    ArrayNode styles = json.putArray("styles");
    simulations.forEach(simulation -> simulation.putInto(styles.addObject()));
    estimate.ifPresent(each -> each.putInto(json.putObject("estimate")));
    ArrayNode names = json.putArray("files");
    files.forEach(names::add);
    json.put("report", report);
  }

  /** Accuracy, a row for each level, timing and files. */
  public String text() {
    StringBuilder text =
        new StringBuilder(training.text()).append('\n').append(verification.text()).append('\n');
    simulations.forEach(simulation -> text.append(simulation.summary()));
    estimate.ifPresent(each -> text.append('\n').append(each.text()));
    text.append("\nwritten:\n");
    files.forEach(file -> text.append("  ").append(file).append('\n'));
    return text.toString();
  }

  private SimulationReport chosen() {
    return simulations.stream()
        .filter(simulation -> simulation.hardware().style() == style)
        .findFirst()
        .orElse(simulations.getFirst());
  }

  private LevelResult level(Level level) {
    return verification.levels().stream()
        .filter(result -> result.level() == level)
        .findFirst()
        .orElseThrow();
  }
}
