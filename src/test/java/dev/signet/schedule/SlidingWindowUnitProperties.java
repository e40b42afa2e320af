package dev.signet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.Window;
import dev.signet.sim.ResetPulse;
import dev.signet.sim.Stalls;
import dev.signet.sim.StreamSettings;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The sliding window alone, against a plain reading of the map. */
class SlidingWindowUnitProperties {

  /** A unit and what it is for. */
  record Case(
      int height,
      int length,
      Window window,
      int placeWords,
      int groups,
      StreamFormat format,
      int fill) {
    static Case random(Random random) {
      int height = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(9);
      int length = 1 + random.nextInt(9);
      Window window = new Window(extent(random, height), extent(random, length));
      int groups = 1 + random.nextInt(3);
      int lanes = 1 + random.nextInt(3);
      int bits = 1 + random.nextInt(8);
      int run = lanes * groups * (1 + random.nextInt(3));
      return new Case(
          height,
          length,
          window,
          run / lanes,
          groups,
          new StreamFormat(height * length * run, run, lanes, bits, false),
          random.nextInt(1 << bits));
    }

    private static Window.Extent extent(Random random, int length) {
      while (true) {
        int kernel = 1 + random.nextInt(5);
        Window.Extent extent =
            new Window.Extent(
                kernel, 1 + random.nextInt(4), random.nextInt(kernel), random.nextInt(kernel));
        if (extent.results(length) >= 1) {
          return extent;
        }
      }
    }

    WindowGeometry geometry() {
      return WindowGeometry.of(height, length, window, placeWords, groups);
    }

    SlidingWindowUnit unit() {
      return new SlidingWindowUnit("conv", geometry(), format, fill);
    }

    UnitBench bench() {
      WindowGeometry geometry = geometry();
      return new UnitBench(
          unit(), geometry.wordsIn(), format.width(), geometry.wordsOut(), format.width());
    }

    List<List<BigInteger>> frames(Random random, int count) {
      List<List<BigInteger>> frames = new ArrayList<>();
      for (int frame = 0; frame < count; frame++) {
        List<BigInteger> words = new ArrayList<>();
        for (int word = 0; word < height * length * placeWords; word++) {
          words.add(new BigInteger(format.width(), random));
        }
        frames.add(words);
      }
      return frames;
    }

    private long[] repeated(long[] word) {
      long[] all = new long[format.elements()];
      for (int index = 0; index < all.length; index++) {
        all[index] = word[index % word.length];
      }
      return all;
    }

    List<BigInteger> expected(List<BigInteger> map) {
      List<BigInteger> words = new ArrayList<>();
      long[] filled = new long[format.lanes()];
      Arrays.fill(filled, fill);
      BigInteger padding =
          UnitBench.words(format.with(format.lanes(), format.lanes()), repeated(filled)).getFirst();
      int each = placeWords / groups;
      for (int y = 0; y < window.rows().results(height); y++) {
        for (int x = 0; x < window.columns().results(length); x++) {
          for (int group = 0; group < groups; group++) {
            for (int ky = 0; ky < window.rows().kernel(); ky++) {
              for (int kx = 0; kx < window.columns().kernel(); kx++) {
                int row = window.rows().first(y) + ky;
                int column = window.columns().first(x) + kx;
                for (int word = group * each; word < (group + 1) * each; word++) {
                  boolean inside = row >= 0 && row < height && column >= 0 && column < length;
                  words.add(
                      inside ? map.get((row * length + column) * placeWords + word) : padding);
                }
              }
            }
          }
        }
      }
      return words;
    }
  }

  @Property(tries = 200)
  void givesWhatLiesUnderTheWindow(@ForAll long seed) {
    Random random = new Random(seed);
    check(Case.random(random), StreamSettings.DEFAULT, random);
  }

  @Property(tries = 100)
  void stallsAndResetsChangeNothing(@ForAll long seed) {
    Random random = new Random(seed);
    Case each = Case.random(random);
    StreamSettings settings =
        StreamSettings.DEFAULT.withStalls(
            new Stalls(random.nextInt(10) / 10.0, random.nextInt(10) / 10.0, seed));
    if (random.nextBoolean()) {
      int cycle = 5 + random.nextInt((int) each.unit().cyclesPerFrame() + 5);
      settings =
          settings.withResets(
              List.of(new ResetPulse(cycle, 1 + random.nextInt(3)), new ResetPulse(3L * cycle, 1)));
    }
    check(each, settings, random);
  }

  /** Not a clock is lost between windows, rows and frames. */
  @Property(tries = 200)
  void aFrameTakesAsManyClocksAsItHasWordsInOrOut(@ForAll long seed) {
    Random random = new Random(seed);
    Case each = Case.random(random);
    UnitBench.Run run = each.bench().run(each.frames(random, 12), StreamSettings.DEFAULT);
    assertThat(run.result().initiationInterval()).isEqualTo((double) each.unit().cyclesPerFrame());
  }

  private static void check(Case each, StreamSettings settings, Random random) {
    List<List<BigInteger>> frames = each.frames(random, 4);
    UnitBench.Run run = each.bench().run(frames, settings);
    assertThat(run.frames()).isEqualTo(frames.stream().map(each::expected).toList());
    StreamUnit.Lag lag = each.unit().lag();
    assertThat(run.most()).as("input ahead").isLessThanOrEqualTo(lag.most() + 1e-9);
    assertThat(run.least()).as("input behind").isGreaterThanOrEqualTo(lag.least() - 1e-9);
    assertThat(run.result().streams().getFirst().highWater())
        .isLessThanOrEqualTo(each.unit().bufferDepth());
  }
}
