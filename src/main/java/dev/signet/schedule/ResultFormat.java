package dev.signet.schedule;

import dev.signet.rtl.Expression;
import java.math.BigInteger;

/**
 * How a result is packed on the output stream: one beat a frame; the class in the lowest bits, then
 * the scores from class 0 on, in two's complement, each field padded to whole bytes.
 *
 * @param classes number of classes k
 * @param scoreBits bits a score needs
 */
public record ResultFormat(int classes, int scoreBits) {

  /** The width of the class's field. */
  public int labelFieldWidth() {
    return Math.ceilDiv(labelBits(), 8) * 8;
  }

  /** The bits the class needs. */
  public int labelBits() {
    return Expression.bitsFor(classes - 1L);
  }

  /** The width of a score's field. */
  public int scoreFieldWidth() {
    return Math.ceilDiv(scoreBits, 8) * 8;
  }

  /** The width of {@code m_axis_tdata}. */
  public int dataWidth() {
    return labelFieldWidth() + classes * scoreFieldWidth();
  }

  /** The class in a beat. */
  public int label(BigInteger beat) {
    return field(beat, 0, labelFieldWidth()).intValueExact();
  }

  /** The score of a class in a beat. */
  public long score(BigInteger beat, int k) {
    BigInteger field = field(beat, labelFieldWidth() + k * scoreFieldWidth(), scoreFieldWidth());
    BigInteger value =
        field.testBit(scoreFieldWidth() - 1)
            ? field.subtract(BigInteger.ONE.shiftLeft(scoreFieldWidth()))
            : field;
    return value.longValueExact();
  }

  /**
   * The class in a beat of longs.
   *
   * @param first index of its lowest long
   * @param step from one long to the next
   */
  public int label(long[] beat, int first, int step) {
    return (int) field(beat, first, step, 0, labelFieldWidth());
  }

  /** The score of a class in a beat of longs. */
  public long score(long[] beat, int first, int step, int k) {
    int width = scoreFieldWidth();
    long field = field(beat, first, step, labelFieldWidth() + k * width, width);
    return field << -width >> -width;
  }

  private static long field(long[] beat, int first, int step, int low, int width) {
    int index = first + low / Long.SIZE * step;
    int shift = low % Long.SIZE;
    long field = beat[index] >>> shift;
    if (shift + width > Long.SIZE) {
      field |= beat[index + step] << -shift;
    }
    return field & (-1L >>> -width);
  }

  private static BigInteger field(BigInteger beat, int low, int width) {
    return beat.shiftRight(low).and(BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE));
  }
}
