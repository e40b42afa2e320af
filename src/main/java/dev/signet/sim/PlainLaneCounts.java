package dev.signet.sim;

import java.util.Arrays;

/** Without the Vector API. */
final class PlainLaneCounts implements LaneCounts {
  @Override
  public void agreeing(long[] to, long[][] words, long[] shared, int from, int step, long start) {
    Arrays.fill(to, start);
    for (int word = 0; word < words.length; word++) {
      add(to, words[word], ~shared[from + word * step]);
    }
  }

  private static void add(long[] to, long[] word, long inverted) {
    for (int i = 0; i < to.length; i++) {
      to[i] += Long.bitCount(word[i] ^ inverted);
    }
  }
}
