package dev.signet.data;

/**
 * Turns strokes in the unit square into segments on a canvas, through one random distortion.
 *
 * <p>Sines come from {@link StrictMath}, all else is exactly rounded arithmetic.
 */
final class Pen {
  private static final double JITTER = 0.033;
  private static final int CURVE_SEGMENTS = 10;

  private final RandomStream random;
  private final Canvas canvas;
  private final double radius;
  private final double xx;
  private final double xy;
  private final double yx;
  private final double yy;
  private final double shiftX;
  private final double shiftY;

  Pen(RandomStream random, Canvas canvas) {
    this.random = random;
    this.canvas = canvas;
    double angle = random.between(-0.23, 0.23);
    double shear = random.between(-0.22, 0.22);
    double scaleX = random.between(0.8, 1.1);
    double scaleY = random.between(0.84, 1.08);
    double cosine = StrictMath.cos(angle);
    double sine = StrictMath.sin(angle);
    // Rotation × shear × scale.
    xx = cosine * scaleX;
    xy = (cosine * shear - sine) * scaleY;
    yx = sine * scaleX;
    yy = (sine * shear + cosine) * scaleY;
    shiftX = random.between(-0.06, 0.06);
    shiftY = random.between(-0.06, 0.06);
    radius = random.between(0.04, 0.085);
  }

  /** A polyline through the points {@code x0, y0, x1, y1, …}. */
  void line(double... points) {
    double x = points[0] + jitter();
    double y = points[1] + jitter();
    for (int index = 2; index < points.length; index += 2) {
      double nextX = points[index] + jitter();
      double nextY = points[index + 1] + jitter();
      segment(x, y, nextX, nextY);
      x = nextX;
      y = nextY;
    }
  }

  /** A part of an ellipse, from one angle to another. */
  void arc(double centreX, double centreY, double radiusX, double radiusY, double from, double to) {
    double cx = centreX + jitter();
    double cy = centreY + jitter();
    double rx = radiusX + jitter();
    double ry = radiusY + jitter();
    int segments = (int) Math.ceil(Math.abs(to - from) / 18);
    double start = Math.toRadians(from + 250 * jitter());
    double step = Math.toRadians(to - from) / segments;
    double x = cx + rx * StrictMath.cos(start);
    double y = cy + ry * StrictMath.sin(start);
    for (int index = 1; index <= segments; index++) {
      double nextX = cx + rx * StrictMath.cos(start + index * step);
      double nextY = cy + ry * StrictMath.sin(start + index * step);
      segment(x, y, nextX, nextY);
      x = nextX;
      y = nextY;
    }
  }

  /** A cubic Bézier curve with the four control points. */
  void curve(
      double x0, double y0, double x1, double y1, double x2, double y2, double x3, double y3) {
    double[] xs = {x0 + jitter(), x1 + jitter(), x2 + jitter(), x3 + jitter()};
    double[] ys = {y0 + jitter(), y1 + jitter(), y2 + jitter(), y3 + jitter()};
    double x = xs[0];
    double y = ys[0];
    for (int index = 1; index <= CURVE_SEGMENTS; index++) {
      double t = index / (double) CURVE_SEGMENTS;
      double nextX = bezier(xs, t);
      double nextY = bezier(ys, t);
      segment(x, y, nextX, nextY);
      x = nextX;
      y = nextY;
    }
  }

  private static double bezier(double[] control, double t) {
    double u = 1 - t;
    return u * u * u * control[0]
        + 3 * u * u * t * control[1]
        + 3 * u * t * t * control[2]
        + t * t * t * control[3];
  }

  private double jitter() {
    return random.between(-JITTER, JITTER);
  }

  private void segment(double x0, double y0, double x1, double y1) {
    canvas.segment(mapX(x0, y0), mapY(x0, y0), mapX(x1, y1), mapY(x1, y1), radius);
  }

  private double mapX(double x, double y) {
    return 0.5 + xx * (x - 0.5) + xy * (y - 0.5) + shiftX;
  }

  private double mapY(double x, double y) {
    return 0.5 + yx * (x - 0.5) + yy * (y - 0.5) + shiftY;
  }
}
