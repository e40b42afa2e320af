package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.network.HardwareGoals.Target;
import dev.signet.report.CurvePanel.Curve;
import dev.signet.report.Drawing.Anchor;
import dev.signet.report.Drawing.Mark;
import dev.signet.report.Drawing.Point;
import dev.signet.report.Drawing.Words;
import dev.signet.schedule.Area;
import dev.signet.schedule.FoldingPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The foldings a network can have, from the smallest to the fastest.
 *
 * @param network its name
 * @param target the family of parts the area is estimated for
 * @param clockHertz the clock it is meant for
 * @param points at least one, the slowest first
 * @param chosen what the text's goals choose, if they can be met; where they have a budget, or need
 *     a wide input, it may be none of the points
 * @param estimate the units of the chosen folding, if there is one
 * @param spatial what it takes in spatial style, if it is small enough for that
 */
public record ExplorationReport(
    String network,
    Target target,
    double clockHertz,
    List<FoldingPlan> points,
    Optional<FoldingPlan> chosen,
    Optional<EstimateReport> estimate,
    Optional<Area> spatial) {
  /** Rows of the table, about. */
  private static final int ROWS = 24;

  private static final int WIDTH = 860;
  private static final int HEIGHT = 470;
  private static final int LEFT = 84;
  private static final int RIGHT = 640;
  private static final int TOP = 64;
  private static final int BOTTOM = 400;

  public ExplorationReport {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("nothing to report of " + network);
    }
  }

  private double framesPerSecond(FoldingPlan point) {
    return clockHertz / point.initiationInterval();
  }

  private static double withBlocks(Area area) {
    return area.halfLuts() / 2.0;
  }

  /**
   * Puts {@code network, target, clock_hertz}, {@code chosen} and {@code estimate} (as {@link
   * EstimateReport#putInto}) if there is one, {@code spatial} if it fits, with {@code
   * frames_per_second, luts, flip_flops, block_rams}, and {@code points}, each with {@code
   * frames_per_second, initiation_interval, luts, flip_flops, block_rams, multipliers, area,
   * bound_by} and {@code layers} of {@code name, pe, simd, cycles, luts, flip_flops, block_rams}.
   */
  public void putInto(ObjectNode json) {
    json.put("network", network);
    json.put("target", target.label());
    json.put("clock_hertz", clockHertz);
    chosen.ifPresent(plan -> put(json.putObject("chosen"), plan));
    estimate.ifPresent(each -> each.putInto(json.putObject("estimate")));
    spatial.ifPresent(
        area -> {
          ObjectNode entry = json.putObject("spatial");
          entry.put("frames_per_second", Numbers.rounded(clockHertz, 1));
          put(entry, area);
        });
    ArrayNode array = json.putArray("points");
    points.forEach(point -> put(array.addObject(), point));
  }

  private void put(ObjectNode entry, FoldingPlan point) {
    entry.put("frames_per_second", Numbers.rounded(framesPerSecond(point), 1));
    entry.put("initiation_interval", point.initiationInterval());
    put(entry, point.area());
    entry.put("multipliers", point.area().multipliers());
    entry.put("area", withBlocks(point.area()));
    ArrayNode binding = entry.putArray("bound_by");
    point.bindingUnits().forEach(unit -> binding.add(unit.name()));
    ArrayNode layers = entry.putArray("layers");
    for (FoldingPlan.Unit unit : point.units()) {
      ObjectNode layer = layers.addObject();
      layer.put("name", unit.name());
      layer.put("pe", unit.folding().pe());
      layer.put("simd", unit.folding().simd());
      layer.put("cycles", unit.cyclesPerFrame());
      put(layer, unit.area());
    }
  }

  private static void put(ObjectNode entry, Area area) {
    entry.put("luts", area.luts());
    entry.put("flip_flops", area.flipFlops());
    entry.put("block_rams", area.blockRams());
  }

  /**
   * A table for people.
   *
   * @param isWhole whether it shows every point, and not some at about equal steps of throughput
   */
  public String text(boolean isWhole) {
    TextTable table =
        new TextTable(
            "frames/s", "interval", "LUT", "FF", "RAM", "mult.", "", "bound by", "PE × SIMD");
    List<FoldingPlan> shown = shown(isWhole);
    for (FoldingPlan point : shown) {
      table.row(
          number(framesPerSecond(point)),
          number(point.initiationInterval()),
          number(point.area().luts()),
          number(point.area().flipFlops()),
          number(point.area().blockRams()),
          number(point.area().multipliers()),
          chosen.filter(point::equals).isPresent() ? "chosen" : "",
          point.bindingUnits().stream()
              .map(FoldingPlan.Unit::name)
              .collect(Collectors.joining(", ")),
          point.units().stream()
              .map(unit -> unit.folding().pe() + "×" + unit.folding().simd())
              .collect(Collectors.joining("  ")));
    }
    long ofFront = shown.stream().filter(points::contains).count();
    return table.render()
        + "\n"
        + String.format(
            Locale.ROOT,
            "%s on %s at %s: %d of %d foldings of which no other is both as fast and as small%s%n",
            network,
            target.label(),
            Numbers.frequency(clockHertz),
            ofFront,
            points.size(),
            ofFront < points.size() ? "; --all shows all" : "")
        + spatial
            .map(
                area ->
                    "in spatial style, a frame in each clock, about %s LUTs and %s flip-flops%n"
                        .formatted(number(area.luts()), number(area.flipFlops())))
            .orElse("")
        + estimate.map(each -> "\nthe chosen one:\n" + each.text()).orElse("");
  }

  /** The points of the table with the chosen one among them, the slowest first. */
  private List<FoldingPlan> shown(boolean isWhole) {
    List<FoldingPlan> shown = new ArrayList<>(isWhole ? points : thinned());
    chosen.filter(plan -> !shown.contains(plan)).ifPresent(shown::add);
    shown.sort(Comparator.comparingLong(FoldingPlan::initiationInterval).reversed());
    return shown;
  }

  /** Points at about equal steps of throughput, the first and the last among them. */
  private List<FoldingPlan> thinned() {
    if (points.size() <= ROWS) {
      return points;
    }
    double span = framesPerSecond(points.getLast()) / framesPerSecond(points.getFirst());
    double step = Math.pow(span, 1.0 / (ROWS - 1));
    List<FoldingPlan> shown = new ArrayList<>(List.of(points.getFirst()));
    for (FoldingPlan point : points.subList(1, points.size() - 1)) {
      if (framesPerSecond(point) >= framesPerSecond(shown.getLast()) * step) {
        shown.add(point);
      }
    }
    shown.add(points.getLast());
    return shown;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%,.2g" : "%,.0f", value);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Throughput over area, as SVG. */
  public String svg() {
    return DrawingSvg.print(drawing());
  }

  /**
   * The same as the bytes of a PNG file. For the words Java needs a font on the machine; what it
   * throws without one is of many kinds, {@link Error} among them.
   */
  public byte[] png() {
    return DrawingPng.print(drawing());
  }

  private Drawing drawing() {
    List<Curve> curves =
        List.of(
            curve("LUTs", "#0072b2", false, point -> point.area().luts()),
            curve("with FF and RAM", "#d55e00", true, point -> withBlocks(point.area())));
    List<Double> areas =
        curves.stream().flatMap(curve -> curve.points().stream()).map(Point::x).sorted().toList();
    Axis across = Axis.decades(Math.max(1, areas.getFirst()), areas.getLast());
    Axis up = Axis.decades(framesPerSecond(points.getFirst()), framesPerSecond(points.getLast()));
    List<Mark> marks =
        new ArrayList<>(
            new CurvePanel(LEFT, RIGHT, TOP, BOTTOM, across, up).marks("frames/s", curves));
    marks.add(words(LEFT, 28, "Foldings of " + network, 18, Anchor.START));
    marks.add(
        words(
            (LEFT + RIGHT) / 2.0,
            BOTTOM + 44,
            "LUTs of " + target.label() + ", at " + Numbers.frequency(clockHertz),
            CurvePanel.TEXT,
            Anchor.MIDDLE));
    return new Drawing(WIDTH, HEIGHT, marks);
  }

  private Curve curve(
      String name, String colour, boolean dashed, ToDoubleFunction<FoldingPlan> area) {
    return new Curve(
        name,
        colour,
        dashed,
        points.stream()
            .map(point -> new Point(area.applyAsDouble(point), framesPerSecond(point)))
            .toList());
  }

  private static Words words(double x, double y, String text, double size, Anchor anchor) {
    return new Words(new Point(x, y), text, size, anchor, CurvePanel.INK, false);
  }
}
