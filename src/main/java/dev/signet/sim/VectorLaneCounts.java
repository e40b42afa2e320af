package dev.signet.sim;

import java.util.Arrays;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * In vectors of 512 bits; where lanes do not fill vectors, without. Four words a pass, as in {@link
 * VectorBatchKernel}.
 */
final class VectorLaneCounts implements LaneCounts {
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final int LANES = 8;
  private static final int PASS = 4;

  private final PlainLaneCounts plain = new PlainLaneCounts();

  @Override
  public void agreeing(long[] to, long[][] words, long[] shared, int from, int step, long start) {
    if (to.length % LANES != 0) {
      plain.agreeing(to, words, shared, from, step, start);
      return;
    }
    int word = 0;
    if (words.length == 1) {
      one(to, words[0], ~shared[from], start);
      return;
    }
    if (words.length >= PASS) {
      four(
          to,
          words[0],
          words[1],
          words[2],
          words[3],
          ~shared[from],
          ~shared[from + step],
          ~shared[from + 2 * step],
          ~shared[from + 3 * step],
          start);
      word = PASS;
    } else {
      Arrays.fill(to, start);
    }
    for (; word + PASS <= words.length; word += PASS) {
      int at = from + word * step;
      addFour(
          to,
          words[word],
          words[word + 1],
          words[word + 2],
          words[word + 3],
          ~shared[at],
          ~shared[at + step],
          ~shared[at + 2 * step],
          ~shared[at + 3 * step]);
    }
    for (; word < words.length; word++) {
      addOne(to, words[word], ~shared[from + word * step]);
    }
  }

  private static void one(long[] to, long[] word, long inverted, long start) {
    for (int lane = 0; lane < to.length; lane += LANES) {
      differing(word, lane, inverted).add(start).intoArray(to, lane);
    }
  }

  private static void addOne(long[] to, long[] word, long inverted) {
    for (int lane = 0; lane < to.length; lane += LANES) {
      LongVector.fromArray(LONGS, to, lane)
          .add(differing(word, lane, inverted))
          .intoArray(to, lane);
    }
  }

  private static void four(
      long[] to,
      long[] word0,
      long[] word1,
      long[] word2,
      long[] word3,
      long inverted0,
      long inverted1,
      long inverted2,
      long inverted3,
      long start) {
    for (int lane = 0; lane < to.length; lane += LANES) {
      differing(word0, lane, inverted0)
          .add(start)
          .add(differing(word1, lane, inverted1))
          .add(differing(word2, lane, inverted2))
          .add(differing(word3, lane, inverted3))
          .intoArray(to, lane);
    }
  }

  private static void addFour(
      long[] to,
      long[] word0,
      long[] word1,
      long[] word2,
      long[] word3,
      long inverted0,
      long inverted1,
      long inverted2,
      long inverted3) {
    for (int lane = 0; lane < to.length; lane += LANES) {
      LongVector.fromArray(LONGS, to, lane)
          .add(differing(word0, lane, inverted0))
          .add(differing(word1, lane, inverted1))
          .add(differing(word2, lane, inverted2))
          .add(differing(word3, lane, inverted3))
          .intoArray(to, lane);
    }
  }

  private static LongVector differing(long[] word, int lane, long other) {
    return LongVector.fromArray(LONGS, word, lane)
        .lanewise(VectorOperators.XOR, other)
        .lanewise(VectorOperators.BIT_COUNT);
  }
}
