package dev.signet.lang;

import java.util.Collection;
import java.util.Optional;

/** Guesses which known word a misspelt one stands for. */
final class Spelling {
  private Spelling() {}

  /** {@code did you mean 'dense'?}, when one of the candidates is near. */
  static Optional<String> didYouMean(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(near -> "did you mean '" + near + "'?");
  }

  /** The nearest candidate, when it is within a third of the word's length in edits. */
  static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.length() > Limits.NAME_LENGTH) {
      return Optional.empty();
    }
    Optional<String> best = Optional.empty();
    int bestDistance = Math.max(1, word.length() / 3) + 1;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - word.length()) < bestDistance && !candidate.equals(word)) {
        int distance = candidate.equalsIgnoreCase(word) ? 0 : edits(word, candidate);
        if (distance < bestDistance && distance < word.length()) {
          best = Optional.of(candidate);
          bestDistance = distance;
        }
      }
    }
    return best;
  }

  /** Insertions, deletions, replacements and swaps of neighbours between two words. */
  private static int edits(String from, String to) {
    int[][] distance = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          distance[i][j] = i + j;
          continue;
        }
        int replaced = distance[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        distance[i][j] = swapped ? Math.min(best, distance[i - 2][j - 2] + 1) : best;
      }
    }
    return distance[from.length()][to.length()];
  }
}
