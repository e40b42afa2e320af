package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.flow.Campaign.Verdict;
import dev.signet.flow.Level;
import dev.signet.flow.LevelResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of a campaign.
 *
 * @param seed of everything that was drawn
 * @param verdicts one for each network
 */
public record CampaignReport(long seed, List<Verdict> verdicts) {
  public CampaignReport {
    verdicts = List.copyOf(verdicts);
  }

  /** Whether every level was run on every network that has integer scores, and agrees. */
  public boolean agrees() {
    return verdicts.stream().allMatch(Verdict::agrees);
  }

  /** Networks whose last layer has no integer scores. */
  private long refused() {
    return verdicts.stream().filter(verdict -> verdict.refused().isPresent()).count();
  }

  /** Puts {@code seed, networks, refused, differing, levels, ok}. */
  public void putInto(ObjectNode json) {
    json.put("seed", seed);
    json.put("networks", verdicts.size());
    json.put("refused", refused());
    ArrayNode differing = json.putArray("differing");
    verdicts.stream()
        .filter(verdict -> !verdict.agrees())
        .forEach(
            verdict -> {
              ObjectNode entry = differing.addObject();
              entry.put("number", verdict.number());
              entry.put("text", verdict.text());
              firstMismatch(verdict).ifPresent(first -> entry.put("first_mismatch", first));
            });
    ObjectNode levels = json.putObject("levels");
    totals()
        .forEach(
            (level, total) -> {
              ObjectNode entry = levels.putObject(level);
              entry.put("networks", total.networks);
              entry.put("frames", total.frames);
              entry.put("cycles", total.cycles);
              entry.put("differing", total.differing);
            });
    json.put("ok", agrees());
  }

  /** A row for each level, then each network that differs with how to run it again. */
  public String text() {
    TextTable table = new TextTable("level", "networks", "frames", "cycles", "differing");
    totals()
        .forEach(
            (level, total) ->
                table.row(
                    level,
                    number(total.networks),
                    number(total.frames),
                    total.cycles == 0 ? "–" : number(total.cycles),
                    number(total.differing)));
    StringBuilder text = new StringBuilder(table.render());
    for (Verdict verdict : verdicts) {
      if (!verdict.agrees()) {
        text.append(
            "%nnetwork %d differs: %s%n%sagain: signet campaign --seed %d --first %d --networks 1%n"
                .formatted(
                    verdict.number(),
                    firstMismatch(verdict).orElse("a level was not run"),
                    verdict.text(),
                    seed,
                    verdict.number()));
      }
    }
    if (refused() > 0) {
      text.append(
          "%,d of the networks have no integer scores that keep float32's decisions%n"
              .formatted(refused()));
    }
    return text.append(
            agrees() ? "all levels agree in every bit on all networks\n" : "LEVELS DIFFER\n")
        .toString();
  }

  private static final class Total {
    private long networks;
    private long frames;
    private long cycles;
    private long differing;
  }

  private Map<String, Total> totals() {
    Map<String, Total> totals = new TreeMap<>();
    for (Verdict verdict : verdicts) {
      for (LevelResult level : verdict.levels()) {
        String name =
            "%d %s, %s%s"
                .formatted(
                    List.of(Level.values()).indexOf(level.level()),
                    level.level(),
                    level.tool(),
                    level.stalls() ? ", stalls" : "");
        Total total = totals.computeIfAbsent(name, _ -> new Total());
        total.networks++;
        total.frames += level.frames();
        total.cycles += level.cycles();
        total.differing += level.agrees() ? 0 : 1;
      }
    }
    Map<String, Total> named = new java.util.LinkedHashMap<>();
    totals.forEach((name, total) -> named.put(name.substring(2), total));
    return named;
  }

  private static Optional<String> firstMismatch(Verdict verdict) {
    return verdict.levels().stream()
        .filter(level -> !level.agrees())
        .map(
            level ->
                "level %s in %s%s: %s"
                    .formatted(
                        level.level(),
                        level.tool(),
                        level.stalls() ? " with stalls" : "",
                        level.firstMismatch().or(level::notRun).orElse("")))
        .findFirst();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
