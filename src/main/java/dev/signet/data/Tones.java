package dev.signet.data;

import dev.signet.network.Shape;
import java.util.List;
import java.util.Locale;

/**
 * Short sounds as a loudspeaker would get them: a data set of signals for machines that have none.
 *
 * <p>Each frame {@code [1, length]} holds one sound somewhere in it. What tells the eight classes
 * apart is how its pitch or loudness moves, not where it lies, how loud it is, which phase it
 * starts with or around which level it swings; pitch itself only tells {@code low} and {@code
 * high}. So a network that looks for the same pattern at every place has it easy, and one with a
 * weight for every place has not. Silence is the level 128; there is noise all over the frame.
 *
 * <p>Only operations that give the same bits everywhere are used, so a seed means the same signals
 * on every machine.
 */
public final class Tones {
  /** Fewest samples of a frame. */
  public static final int MIN_LENGTH = 64;

  /** Most samples of a frame. */
  public static final int MAX_LENGTH = 4096;

  /** Most frames of a split. */
  public static final int MAX_FRAMES = 500_000;

  private static final List<Tone.Kind> KINDS = List.of(Tone.Kind.values());

  /** The names of the classes, in order. */
  public static final List<String> CLASSES =
      KINDS.stream().map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();

  private static final double SILENCE = 128;

  private Tones() {}

  /**
   * Makes a data set. A frame depends on the seed, its split and its place alone, so a smaller set
   * is the start of a larger one. Classes come in turn: frame i is of class i mod 8.
   *
   * @param length samples of a frame, 64 to 4096
   * @param train frames to train with, 1 to 500,000
   * @param test frames to test with, 1 to 500,000
   * @param seed of every random choice
   * @throws DataException when an argument is out of range
   */
  public static DataSet make(int length, int train, int test, long seed) {
    checkRange("length", length, MIN_LENGTH, MAX_LENGTH);
    checkRange("train", train, 1, MAX_FRAMES);
    checkRange("test", test, 1, MAX_FRAMES);
    return new DataSet(
        "tones", CLASSES, split(length, train, seed, 0), split(length, test, seed, 1));
  }

  private static void checkRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new DataException(
          String.format(
              Locale.ROOT, "'%s' of tones is %d; it can be %d to %d", name, value, min, max));
    }
  }

  private static ImageSet split(int length, int count, long seed, int split) {
    byte[] samples = new byte[length * count];
    byte[] labels = new byte[count];
    for (int frame = 0; frame < count; frame++) {
      int label = frame % CLASSES.size();
      labels[frame] = (byte) label;
      store(
          Tone.draw(KINDS.get(label), length, RandomStream.of(seed, split, frame)),
          samples,
          frame * length,
          length);
    }
    return new ImageSet(Shape.of(1, length), samples, labels, CLASSES.size());
  }

  private static void store(Tone tone, byte[] samples, int offset, int length) {
    for (int time = 0; time < length; time++) {
      samples[offset + time] = (byte) Math.clamp((long) (SILENCE + tone.next(time)), 0, 255);
    }
  }
}
