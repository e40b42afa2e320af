package dev.signet.data;

/**
 * How people write digits, as strokes in a unit square: x to the right, y downward, the digit about
 * within 0.2 to 0.8 by 0.1 to 0.9. Angles are in degrees, clockwise from three o'clock.
 */
final class DigitShapes {
  private DigitShapes() {}

  /**
   * Draws a digit in one of its styles.
   *
   * @param digit 0 to 9
   */
  static void draw(int digit, RandomStream random, Pen pen) {
    int style = random.nextInt(6);
    switch (digit) {
      case 0 -> zero(style, pen);
      case 1 -> one(style, pen);
      case 2 -> two(style, pen);
      case 3 -> three(style, pen);
      case 4 -> four(style, pen);
      case 5 -> five(style, pen);
      case 6 -> six(style, pen);
      case 7 -> seven(style, pen);
      case 8 -> eight(style, pen);
      case 9 -> nine(style, pen);
      default -> throw new IllegalArgumentException("digit " + digit);
    }
  }

  private static void zero(int style, Pen pen) {
    if (style == 0) { // with a stroke through it
      pen.line(0.62, 0.25, 0.38, 0.75);
    }
    double width = style < 3 ? 0.2 : 0.27;
    pen.arc(0.5, 0.5, width, 0.38, -100, 262);
  }

  private static void one(int style, Pen pen) {
    pen.line(0.52, 0.1, 0.5, 0.9);
    if (style >= 3) {
      pen.line(0.52, 0.1, 0.34, 0.28);
    }
    if (style == 5) {
      pen.line(0.32, 0.9, 0.68, 0.9);
    }
  }

  private static void two(int style, Pen pen) {
    pen.arc(0.5, 0.31, 0.24, 0.2, -170, 40);
    if (style < 4) {
      pen.line(0.68, 0.44, 0.27, 0.88, 0.76, 0.88);
    } else { // with a loop at the foot
      pen.curve(0.68, 0.44, 0.5, 0.72, 0.2, 0.95, 0.3, 0.75);
      pen.curve(0.3, 0.75, 0.4, 0.7, 0.6, 0.95, 0.78, 0.84);
    }
  }

  private static void three(int style, Pen pen) {
    if (style < 4) {
      pen.arc(0.46, 0.3, 0.24, 0.2, -160, 90);
    } else { // with a flat top
      pen.line(0.26, 0.12, 0.7, 0.12, 0.47, 0.46);
    }
    pen.arc(0.46, 0.69, 0.27, 0.21, -90, 150);
  }

  private static void four(int style, Pen pen) {
    if (style < 3) { // open
      pen.line(0.32, 0.12, 0.27, 0.55, 0.78, 0.55);
      pen.line(0.64, 0.15, 0.62, 0.9);
    } else { // closed
      pen.line(0.62, 0.9, 0.62, 0.1, 0.22, 0.64, 0.8, 0.64);
    }
  }

  private static void five(int style, Pen pen) {
    pen.line(0.72, 0.12, 0.34, 0.12, 0.31, 0.45);
    if (style < 3) {
      pen.arc(0.47, 0.64, 0.26, 0.24, -130, 150);
    } else {
      pen.curve(0.31, 0.45, 0.6, 0.36, 0.8, 0.55, 0.7, 0.75);
      pen.curve(0.7, 0.75, 0.6, 0.93, 0.4, 0.92, 0.26, 0.82);
    }
  }

  private static void six(int style, Pen pen) {
    if (style < 4) {
      pen.curve(0.65, 0.1, 0.42, 0.2, 0.27, 0.45, 0.27, 0.66);
    } else { // nearly straight
      pen.line(0.56, 0.1, 0.3, 0.56);
    }
    pen.arc(0.5, 0.68, 0.23, 0.21, -180, 180);
  }

  private static void seven(int style, Pen pen) {
    pen.line(0.24, 0.13, 0.75, 0.13);
    if (style < 3) {
      pen.line(0.75, 0.13, 0.42, 0.9);
    } else {
      pen.curve(0.75, 0.13, 0.6, 0.35, 0.46, 0.6, 0.45, 0.9);
    }
    if (style % 3 == 2) { // crossed
      pen.line(0.38, 0.5, 0.7, 0.5);
    }
  }

  private static void eight(int style, Pen pen) {
    if (style < 4) {
      pen.arc(0.5, 0.29, 0.19, 0.18, 90, 450);
      pen.arc(0.5, 0.68, 0.24, 0.21, -90, 270);
    } else { // in one stroke
      pen.curve(0.68, 0.2, 0.4, 0.0, 0.16, 0.3, 0.5, 0.48);
      pen.curve(0.5, 0.48, 0.95, 0.7, 0.62, 0.98, 0.44, 0.88);
      pen.curve(0.44, 0.88, 0.1, 0.75, 0.4, 0.5, 0.68, 0.2);
    }
  }

  private static void nine(int style, Pen pen) {
    pen.arc(0.48, 0.32, 0.22, 0.21, 0, 360);
    if (style < 3) {
      pen.line(0.7, 0.32, 0.66, 0.9);
    } else {
      pen.curve(0.7, 0.32, 0.72, 0.6, 0.65, 0.95, 0.34, 0.85);
    }
  }
}
