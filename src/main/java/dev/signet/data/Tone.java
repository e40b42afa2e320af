package dev.signet.data;

/**
 * One sound with the noise around it, made sample by sample.
 *
 * <p>Sines come from {@link StrictMath}, all else is exactly rounded arithmetic.
 */
final class Tone {
  /** What moves in a sound. */
  enum Kind {
    /** Nothing, at the lower pitch. */
    LOW,
    /** Nothing, at the higher pitch. */
    HIGH,
    /** The pitch, evenly upwards. */
    RISING,
    /** The pitch, evenly downwards. */
    FALLING,
    /** The pitch, upwards all at once in the middle. */
    UP,
    /** The pitch, downwards all at once in the middle. */
    DOWN,
    /** The pitch, up and down several times. */
    WARBLE,
    /** The loudness: it is on and off several times. */
    PULSES
  }

  /** Periods a sample of the lower of two pitches; the higher is {@link #INTERVAL} times it. */
  private static final double LOWEST = 0.06;

  private static final double HIGHEST = 0.085;
  private static final double INTERVAL = 2.2;

  private final RandomStream random;
  private final Kind kind;
  private final double pitch;
  private final double start;
  private final double duration;
  private final double amplitude;
  private final double level;
  private final double noise;

  /** How many times pitch or loudness swings in a warble or in pulses, and where that starts. */
  private final double swings;

  private final double swingPhase;

  /** In periods. */
  private double phase;

  private Tone(Kind kind, int length, RandomStream random) {
    this.random = random;
    this.kind = kind;
    pitch = random.between(LOWEST, HIGHEST);
    duration = length * random.between(0.3, 0.5);
    start = random.between(0, length - duration);
    amplitude = random.between(30, 90);
    level = random.between(-12, 12);
    noise = random.between(5, 30);
    swings = random.between(2, 3);
    swingPhase = random.nextDouble();
    phase = random.nextDouble();
  }

  /** Chooses a sound of a kind; it lies wholly within the frame. */
  static Tone draw(Kind kind, int length, RandomStream random) {
    return new Tone(kind, length, random);
  }

  /**
   * The next sample, around 0.
   *
   * @param time of the sample, one more each time
   */
  double next(int time) {
    double grain = noise * (random.nextDouble() + random.nextDouble() - 1);
    double place = (time - start) / duration;
    if (place < 0 || place >= 1) {
      return level + grain;
    }
    phase += pitch * pitchAt(place);
    return level + grain + amplitude * loudness(place) * sine(phase);
  }

  /** What the pitch is a multiple of at a place of the sound, 0 to 1. */
  private double pitchAt(double place) {
    double middle = (1 + INTERVAL) / 2;
    return switch (kind) {
      case LOW -> 1;
      case HIGH -> INTERVAL;
      case RISING -> 1 + (INTERVAL - 1) * place;
      case FALLING -> INTERVAL - (INTERVAL - 1) * place;
      case UP -> place < 0.5 ? 1 : INTERVAL;
      case DOWN -> place < 0.5 ? INTERVAL : 1;
      case WARBLE -> middle + (INTERVAL - 1) / 2 * sine(swing(place));
      case PULSES -> middle;
    };
  }

  private double loudness(double place) {
    return kind == Kind.PULSES && sine(swing(place)) < 0 ? 0 : 1;
  }

  private double swing(double place) {
    return swings * place + swingPhase;
  }

  /** Of an angle in full turns. */
  private static double sine(double turns) {
    return StrictMath.sin(2 * Math.PI * (turns - StrictMath.floor(turns)));
  }
}
