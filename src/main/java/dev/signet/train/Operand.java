package dev.signet.train;

import dev.signet.data.RandomStream;
import java.util.Optional;

/**
 * What a product takes of a value in training: integers, each the sum of signs that count for
 * different amounts, or numbers.
 */
sealed interface Operand {

  /** Signs as they are. */
  record Signs(Rows.Codes codes) implements Operand {}

  /** Signs of which a dropout leaves some out. */
  record Kept(Rows.Codes codes, DropoutState dropout) implements Operand {}

  /**
   * Codes of several bits.
   *
   * @param numbers {@code 2q − M}, {@code [rows, channels]}
   */
  @SuppressWarnings("ArrayRecordComponent") // For inner loops; never compared.
  record Levels(Rows.Codes codes, float[][] numbers) implements Operand {}

  /** Bytes. */
  record Bytes(Rows.Pixels pixels) implements Operand {}

  static Operand of(Stage.Product stage, Rows rows) {
    int channels = rows.map().channels();
    return switch (rows) {
      case Rows.Pixels pixels -> new Bytes(pixels);
      case Rows.Codes codes when codes.planes().length > 1 ->
          new Levels(codes, new float[codes.signs().length][SignColumns.stride(channels)]);
      case Rows.Codes codes when stage.dropout() > 0 ->
          new Kept(codes, new DropoutState(stage.dropout(), codes.signs().length, channels));
      case Rows.Codes codes -> new Signs(codes);
      case Rows.Sums _, Rows.Scores _ ->
          throw new IllegalArgumentException(stage.node().name() + " of " + rows);
    };
  }

  /** In evaluation nothing is left out. */
  static Operand evaluated(Rows rows) {
    return switch (rows) {
      case Rows.Pixels pixels -> new Bytes(pixels);
      case Rows.Codes codes when codes.planes().length > 1 -> new Levels(codes, new float[0][]);
      case Rows.Codes codes -> new Signs(codes);
      case Rows.Sums _, Rows.Scores _ -> throw new IllegalArgumentException("product of " + rows);
    };
  }

  default Rows rows() {
    return switch (this) {
      case Signs(Rows.Codes codes) -> codes;
      case Kept(Rows.Codes codes, DropoutState _) -> codes;
      case Levels(Rows.Codes codes, float[][] _) -> codes;
      case Bytes(Rows.Pixels pixels) -> pixels;
    };
  }

  /** What a bit 1 in all planes stands for, in the sums; 0 in all stands for its opposite. */
  default int largest() {
    return switch (this) {
      case Signs _, Kept _ -> 1;
      case Levels(Rows.Codes codes, float[][] _) -> (1 << codes.planes().length) - 1;
      case Bytes _ -> throw new IllegalStateException("bytes are not made of such planes");
    };
  }

  /**
   * Makes ready for a batch, image by image.
   *
   * @param ordinal number of the product
   */
  default void prepare(Pass pass, int ordinal) {
    int places = rows().map().places();
    switch (this) {
      case Signs _, Bytes _ -> {}
      case Kept(Rows.Codes codes, DropoutState dropout) ->
          pass.overEachImage(
              image -> {
                RandomStream random =
                    RandomStream.of(pass.seed(), RandomUse.DROPOUT, pass.number(), ordinal, image);
                for (int row = image * places; row < (image + 1) * places; row++) {
                  dropout.draw(row, codes.signs()[row], random);
                }
              });
      case Levels(Rows.Codes codes, float[][] values) ->
          pass.overEachImage(
              image -> {
                for (int row = image * places; row < (image + 1) * places; row++) {
                  levels(codes.planes(), row, codes.map().channels(), values[row]);
                }
              });
    }
  }

  private static void levels(long[][][] planes, int row, int channels, float[] values) {
    int largest = (1 << planes.length) - 1;
    for (int channel = 0; channel < channels; channel++) {
      int code = 0;
      for (int plane = 0; plane < planes.length; plane++) {
        code |= (int) (planes[plane][row][channel / Long.SIZE] >>> channel & 1) << plane;
      }
      values[channel] = 2 * code - largest;
    }
  }

  /** The operand as numbers, {@code [rows, channels]}, where it is not just signs. */
  default Optional<float[][]> values() {
    return switch (this) {
      case Signs _ -> Optional.empty();
      case Kept(Rows.Codes _, DropoutState dropout) -> Optional.of(dropout.values);
      case Levels(Rows.Codes _, float[][] numbers) -> Optional.of(numbers);
      case Bytes(Rows.Pixels pixels) -> Optional.of(pixels.values());
    };
  }

  /** The number of {@link #plane planes}; bytes have others. */
  default int planes() {
    return switch (this) {
      case Signs _ -> 1;
      case Kept _ -> 2;
      case Levels(Rows.Codes codes, float[][] _) -> codes.planes().length;
      case Bytes _ -> 0;
    };
  }

  /** A plane of packed signs, {@code [rows, words]}; their products are to be {@link #fold}ed. */
  default long[][] plane(int index) {
    return switch (this) {
      case Signs(Rows.Codes codes) -> codes.signs();
      case Kept(Rows.Codes codes, DropoutState dropout) ->
          index == 0 ? codes.signs() : dropout.inverted;
      case Levels(Rows.Codes codes, float[][] _) ->
          codes.planes()[codes.planes().length - 1 - index];
      case Bytes _ -> throw new IllegalStateException("bytes have no plane " + index);
    };
  }

  /**
   * Adds the products of a plane to those of all planes before it.
   *
   * @param total {@code [rows, channels]}, of which the range is changed
   * @param part of the plane
   */
  default void fold(int[][] total, int[][] part, int rows, int from, int to) {
    boolean kept = this instanceof Kept;
    for (int row = 0; row < rows; row++) {
      int[] all = total[row];
      int[] ofPlane = part[row];
      if (kept) {
        for (int channel = from; channel < to; channel++) {
          all[channel] = (all[channel] + ofPlane[channel]) / 2;
        }
      } else {
        for (int channel = from; channel < to; channel++) {
          all[channel] = 2 * all[channel] + ofPlane[channel];
        }
      }
    }
  }

  /** What the sums count times. */
  default float scale() {
    return this instanceof Kept(Rows.Codes _, DropoutState dropout) ? dropout.scale : 1;
  }

  /**
   * Turns the gradient by what is taken of a row into that by the row.
   *
   * @param gradient {@code [channels]}, changed
   */
  default void backward(int row, float[] gradient) {
    switch (this) {
      case Signs _, Bytes _ -> {}
      case Kept(Rows.Codes _, DropoutState dropout) -> dropout.backward(row, gradient);
      case Levels(Rows.Codes codes, float[][] _) -> {
        // A code stands for (2q − M)/M, and 2q − M is what is taken.
        float largest = largest();
        for (int channel = 0; channel < codes.map().channels(); channel++) {
          gradient[channel] *= largest;
        }
      }
    }
  }
}
