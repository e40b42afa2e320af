package dev.signet.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as they are shown. */
final class Numbers {
  private Numbers() {}

  /** The value with so many digits behind the point, for JSON. */
  static double rounded(double value, int digits) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue()
        : value;
  }
}
