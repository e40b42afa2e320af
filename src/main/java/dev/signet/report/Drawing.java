package dev.signet.report;

import java.util.List;

/**
 * A picture as lines, dots and words, from back to front; how it becomes SVG or pixels is for
 * {@link DrawingSvg} and {@link DrawingPng}. Coordinates are in pixels from the upper left corner;
 * colours are written {@code #rrggbb}.
 *
 * @param width at least 1
 * @param height at least 1
 */
record Drawing(int width, int height, List<Mark> marks) {
  Drawing {
    marks = List.copyOf(marks);
  }

  /** One thing that is drawn. */
  sealed interface Mark {}

  /** A place. */
  record Point(double x, double y) {}

  /**
   * A line through some points.
   *
   * @param dashed whether it is broken
   */
  record Line(List<Point> points, String colour, double width, boolean dashed) implements Mark {
    Line {
      points = List.copyOf(points);
    }
  }

  /** A filled circle. */
  record Dot(Point centre, double radius, String colour) implements Mark {}

  /** Which end of the words is at their place. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * Some words in a line.
   *
   * @param at their base line's place
   * @param upwards whether they run from the bottom to the top instead of from left to right
   */
  record Words(Point at, String text, double size, Anchor anchor, String colour, boolean upwards)
      implements Mark {}
}
