package dev.signet.lower;

/** How many more steps a search may take: bounds its time, the same on every machine. */
final class SearchBudget {
  private long left;

  SearchBudget(long steps) {
    this.left = steps;
  }

  /** Takes steps off; false, from then on, when there are not so many. */
  boolean spend(long steps) {
    left = left < steps ? 0 : left - steps;
    return left > 0;
  }

  /** Whether steps are left. */
  boolean lasts() {
    return left > 0;
  }
}
