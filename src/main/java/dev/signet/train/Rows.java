package dev.signet.train;

import dev.signet.network.FeatureMap;
import java.util.Optional;

/**
 * A value of one batch: a row for each place, image after image.
 *
 * <p>Mutable; a row is written by one thread at a time.
 */
sealed interface Rows {
  /** What of the value belongs to one image. */
  FeatureMap map();

  /** The gradient by it. */
  Gradient gradient();

  /**
   * Codes, bit by bit.
   *
   * @param planes {@code [bits, batch·places, words]}: bit b of each code in plane b
   * @param columns the signs again, packed down the columns; only where a dense layer asks for them
   *     and the stage that gives them can do it in passing
   */
  @SuppressWarnings("ArrayRecordComponent") // For inner loops; never compared.
  record Codes(FeatureMap map, long[][][] planes, Gradient gradient, Optional<SignColumns> columns)
      implements Rows {
    static Codes of(Value.Codes value, int batch, Gradient gradient, boolean columns) {
      int rows = Math.multiplyExact(batch, value.map().places());
      int channels = value.map().channels();
      return new Codes(
          value.map(),
          new long[value.bits()][rows][SignBits.words(channels)],
          gradient,
          columns ? Optional.of(new SignColumns(rows, channels)) : Optional.empty());
    }

    /** The signs, where a code is one bit. */
    long[][] signs() {
      return planes[0];
    }
  }

  /**
   * Bytes.
   *
   * @param planes packed, {@code [PLANES, batch]}; of vectors only
   * @param values as numbers, {@code [batch·places, stride of channels]}
   */
  @SuppressWarnings("ArrayRecordComponent") // For inner loops; never compared.
  record Pixels(FeatureMap map, long[][][] planes, float[][] values) implements Rows {
    static Pixels of(Value.Pixels value, int batch, boolean vectors) {
      int rows = Math.multiplyExact(batch, value.map().places());
      int channels = value.map().channels();
      return new Pixels(
          value.map(),
          vectors ? new long[ByteSums.PLANES][batch][] : new long[0][][],
          new float[rows][vectors ? channels : SignColumns.stride(channels)]);
    }

    @Override
    public Gradient gradient() {
      return Gradient.none();
    }
  }

  /**
   * Sums.
   *
   * @param sums {@code [batch·places, stride of channels]}
   */
  @SuppressWarnings("ArrayRecordComponent") // For inner loops; never compared.
  record Sums(FeatureMap map, int[][] sums, Gradient gradient) implements Rows {
    static Sums of(Value.Sums value, int batch, Gradient gradient) {
      int rows = Math.multiplyExact(batch, value.map().places());
      return new Sums(
          value.map(), new int[rows][SignColumns.stride(value.map().channels())], gradient);
    }
  }

  /**
   * Scores.
   *
   * @param scores {@code [batch·places, channels]}
   */
  @SuppressWarnings("ArrayRecordComponent") // For inner loops; never compared.
  record Scores(FeatureMap map, float[][] scores, Gradient gradient) implements Rows {
    static Scores of(Value.Scores value, int batch, Gradient gradient) {
      int rows = Math.multiplyExact(batch, value.map().places());
      return new Scores(value.map(), new float[rows][value.map().channels()], gradient);
    }
  }
}
