package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.LevelResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * All levels held against the reference interpreter.
 *
 * @param network its name
 * @param levels in the order of the levels
 */
public record VerificationReport(String network, List<LevelResult> levels) {
  public VerificationReport {
    levels = List.copyOf(levels);
  }

  /** Whether every level that was run agrees in every bit. */
  public boolean agrees() {
    return levels.stream().allMatch(level -> level.notRun().isPresent() || level.agrees());
  }

  /** Whether every level was run. */
  public boolean complete() {
    return levels.stream().allMatch(level -> level.notRun().isEmpty());
  }

  /** Puts {@code network, ok, complete, levels}; {@code ok} is true where all that ran agrees. */
  public void putInto(ObjectNode json) {
    json.put("network", network);
    json.put("ok", agrees());
    json.put("complete", complete());
    ArrayNode array = json.putArray("levels");
    for (LevelResult level : levels) {
      ObjectNode entry = array.addObject();
      entry.put("level", level.level().label());
      entry.put("tool", level.tool());
      entry.put("style", level.style().map(style -> style.label()).orElse(null));
      entry.put("stalls", level.stalls());
      entry.put("frames", level.frames());
      entry.put("correct", level.correct());
      entry.put("class_mismatches", level.classMismatches());
      entry.put("score_mismatches", level.scoreMismatches());
      entry.put("cycles", level.cycles());
      entry.put("cycle_mismatches", level.cycleMismatches());
      entry.put("seconds", Numbers.rounded(level.seconds(), 3));
      level.notRun().ifPresent(reason -> entry.put("not_run", reason));
      level.firstMismatch().ifPresent(first -> entry.put("first_mismatch", first));
    }
  }

  /** A row for each level, and what was not run or differs. */
  public String text() {
    TextTable table =
        new TextTable(
            "level",
            "tool",
            "style",
            "stalls",
            "frames",
            "right",
            "class diff.",
            "score diff.",
            "cycles",
            "cycle diff.");
    // With and without stalls the reason is often the same: it is said once.
    Set<String> notes = new LinkedHashSet<>();
    for (LevelResult level : levels) {
      boolean ran = level.notRun().isEmpty();
      table.row(
          level.level().label(),
          level.tool(),
          level.style().map(style -> style.label()).orElse(""),
          level.style().isEmpty() ? "" : level.stalls() ? "random" : "none",
          ran ? number(level.frames()) : "–",
          ran
              ? String.format(Locale.ROOT, "%.2f %%", 100.0 * level.correct() / level.frames())
              : "not run",
          ran ? number(level.classMismatches()) : "–",
          ran ? number(level.scoreMismatches()) : "–",
          level.cycles() == 0 ? "–" : number(level.cycles()),
          level.cycles() == 0 ? "–" : number(level.cycleMismatches()));
      level.notRun().ifPresent(reason -> notes.add(note(level, "not run: " + reason)));
      level
          .firstMismatch()
          .ifPresent(first -> notes.add(note(level, "first difference: " + first)));
    }
    String verdict =
        agrees()
            ? complete()
                ? "all levels agree in every bit"
                : "all levels that were run agree in every bit"
            : "LEVELS DIFFER";
    return table.render() + String.join("", notes) + verdict + "\n";
  }

  private static String note(LevelResult level, String text) {
    return "%s, %s%s: %s%n"
        .formatted(
            level.level().label(),
            level.tool(),
            level.style().map(style -> ", " + style.label()).orElse(""),
            text);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
