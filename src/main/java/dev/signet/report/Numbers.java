package dev.signet.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as they are shown. */
final class Numbers {
  private Numbers() {}

  /** The value with so many digits behind the point, for JSON. */
  static double rounded(double value, int digits) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue()
        : value;
  }

  /** So many bits, in units of 1,000 bytes: {@code 12 B}, {@code 4.3 kB}, {@code 1.2 MB}. */
  static String memory(long bits) {
    double bytes = bits / 8.0;
    if (bytes < 1000) {
      return String.format(Locale.ROOT, "%.0f B", Math.ceil(bytes));
    }
    return bytes < 1e6
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }

  /** A clock: {@code 100 MHz}, {@code 12.5 MHz}, {@code 50 kHz}. */
  static String frequency(double hertz) {
    if (hertz >= 1e6) {
      return plain(hertz / 1e6) + " MHz";
    }
    return hertz >= 1e3 ? plain(hertz / 1e3) + " kHz" : plain(hertz) + " Hz";
  }

  /** With up to three digits behind the point, and no zeros at the end. */
  private static String plain(double value) {
    return BigDecimal.valueOf(rounded(value, 3)).stripTrailingZeros().toPlainString();
  }
}
