package dev.signet.report;

import dev.signet.report.Drawing.Anchor;
import dev.signet.report.Drawing.Dot;
import dev.signet.report.Drawing.Line;
import dev.signet.report.Drawing.Mark;
import dev.signet.report.Drawing.Point;
import dev.signet.report.Drawing.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Some curves over the same two axes, with their names beside them.
 *
 * @param left of the drawing area, in pixels, as are the others
 */
record CurvePanel(double left, double right, double top, double bottom, Axis across, Axis up) {
  static final double TEXT = 13;
  static final String INK = "#222222";
  static final String FAINT = "#666666";
  private static final String GRID = "#e4e4e4";

  /** Distance of two names, and the most that fit beside a panel. */
  private static final int PITCH = 18;

  private static final int NAMES = 10;

  /** Points up to which each has its dot. */
  private static final int DOTS = 40;

  /**
   * A curve.
   *
   * @param dashed whether it is broken, so that more can be told apart than there are colours
   * @param points in the units of the axes; a gap is where the value is not a number
   */
  record Curve(String name, String colour, boolean dashed, List<Point> points) {
    Curve {
      points = List.copyOf(points);
    }
  }

  /**
   * Everything that is drawn, from back to front.
   *
   * @param title of the axis that goes up
   */
  List<Mark> marks(String title, List<Curve> curves) {
    List<Mark> marks = new ArrayList<>();
    for (Axis.Tick tick : up.ticks()) {
      double y = y(tick.value());
      marks.add(line(GRID, left, y, right, y));
      marks.add(words(left - 8, y + 4.5, tick.label(), Anchor.END));
    }
    for (Axis.Tick tick : across.ticks()) {
      double x = x(tick.value());
      marks.add(line(GRID, x, top, x, bottom));
      marks.add(words(x, bottom + 18, tick.label(), Anchor.MIDDLE));
    }
    marks.add(line(FAINT, left, bottom, right, bottom));
    marks.add(line(FAINT, left, top, left, bottom));
    marks.add(
        new Words(new Point(left - 66, (top + bottom) / 2), title, TEXT, Anchor.MIDDLE, INK, true));
    curves.forEach(curve -> draw(marks, curve));
    name(marks, curves);
    return marks;
  }

  double x(double value) {
    return left + across.position(value) * (right - left);
  }

  private double y(double value) {
    return bottom - up.position(value) * (bottom - top);
  }

  private void draw(List<Mark> marks, Curve curve) {
    boolean dots = curve.points().size() <= DOTS;
    List<Point> run = new ArrayList<>();
    for (Point value : curve.points()) {
      if (Double.isFinite(value.y())) {
        Point point = new Point(x(value.x()), y(value.y()));
        run.add(point);
        if (dots) {
          marks.add(new Dot(point, 2.8, curve.colour()));
        }
      } else {
        connect(marks, curve, run, dots);
        run.clear();
      }
    }
    connect(marks, curve, run, dots);
  }

  private static void connect(List<Mark> marks, Curve curve, List<Point> run, boolean dots) {
    if (run.size() > 1) {
      marks.add(new Line(run, curve.colour(), 1.8, curve.dashed()));
    } else if (run.size() == 1 && !dots) {
      // Between two gaps there is no line to see.
      marks.add(new Dot(run.getFirst(), 1.8, curve.colour()));
    }
  }

  private void name(List<Mark> marks, List<Curve> curves) {
    int named = curves.size() <= NAMES ? curves.size() : NAMES - 1;
    for (int index = 0; index < named; index++) {
      Curve curve = curves.get(index);
      double y = top + 10 + PITCH * index;
      List<Point> sample = List.of(new Point(right + 16, y), new Point(right + 40, y));
      marks.add(new Line(sample, curve.colour(), 2.4, curve.dashed()));
      marks.add(words(right + 46, y + 4.5, curve.name(), Anchor.START));
    }
    if (named < curves.size()) {
      double y = top + 14.5 + PITCH * named;
      marks.add(words(right + 46, y, "and " + (curves.size() - named) + " more", Anchor.START));
    }
  }

  private static Words words(double x, double y, String text, Anchor anchor) {
    return new Words(new Point(x, y), text, TEXT, anchor, INK, false);
  }

  private static Line line(String colour, double x1, double y1, double x2, double y2) {
    return new Line(List.of(new Point(x1, y1), new Point(x2, y2)), colour, 1, false);
  }
}
