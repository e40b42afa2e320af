package dev.signet.cli;

/** Numbers of things on the command line. */
final class Counts {
  private Counts() {}

  static int positive(String option, int count) {
    if (count < 1) {
      throw new UsageException(option + " takes at least 1, not " + count);
    }
    return count;
  }

  static int notNegative(String option, int count) {
    if (count < 0) {
      throw new UsageException(option + " takes no negative number, not " + count);
    }
    return count;
  }
}
