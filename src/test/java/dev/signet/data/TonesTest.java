package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.network.Shape;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class TonesTest {

  @Test
  void theSameSeedMakesTheSameFramesOnEveryMachine() {
    DataSet data = Tones.make(96, 40, 20, 1);

    assertThat(checksum(data.train())).isEqualTo("d4e9277f");
    assertThat(checksum(data.test())).isEqualTo("3a4dc5e2");
  }

  private static String checksum(ImageSet frames) {
    CRC32 sum = new CRC32();
    sum.update(frames.pixels());
    return Long.toHexString(sum.getValue());
  }

  @Test
  void framesAreSignalsWhoseClassesHaveNamesAndComeInTurn() {
    DataSet data = Tones.make(128, 24, 9, 1);

    assertThat(data.train().shape()).isEqualTo(Shape.of(1, 128));
    assertThat(data.classNames())
        .containsExactly("low", "high", "rising", "falling", "up", "down", "warble", "pulses");
    for (int frame = 0; frame < 24; frame++) {
      assertThat(data.train().label(frame)).isEqualTo(frame % 8);
    }
  }

  @Test
  void aSmallerSetIsTheStartOfALargerOne() {
    DataSet small = Tones.make(64, 15, 5, 3);
    DataSet large = Tones.make(64, 30, 20, 3);

    assertThat(large.train().first(15).pixels()).isEqualTo(small.train().pixels());
    assertThat(large.test().first(5).pixels()).isEqualTo(small.test().pixels());
    assertThat(small.train().first(5).pixels()).isNotEqualTo(small.test().pixels());
    assertThat(Tones.make(64, 15, 5, 4).train().pixels()).isNotEqualTo(small.train().pixels());
  }

  /** What a network with a weight for every place cannot know, and one that slides can. */
  @Test
  void aSoundLiesAnywhereInItsFrame() {
    ImageSet frames = Tones.make(128, 800, 1, 1).train();
    int[] loud = new int[128];
    for (int frame = 0; frame < frames.count(); frame++) {
      byte[] samples = frames.image(frame);
      for (int time = 0; time < 128; time++) {
        loud[time] += Math.abs(Byte.toUnsignedInt(samples[time]) - 128) > 45 ? 1 : 0;
      }
    }
    // the middle half is about equally loud, and nowhere is it always or never so
    for (int time = 32; time < 96; time++) {
      assertThat(loud[time]).isBetween(90, 300);
    }
    assertThat(loud[4]).isBetween(1, 120);
    assertThat(loud[123]).isBetween(1, 120);
  }

  @Test
  void pitchIsWhatTellsLowFromHigh() {
    ImageSet frames = Tones.make(512, 800, 1, 1).train();
    int low = 0;
    int high = 0;
    for (int frame = 0; frame < frames.count(); frame += 8) {
      low += crossings(frames.image(frame));
      high += crossings(frames.image(frame + 1));
    }
    assertThat((double) high / low).isBetween(1.7, 2.3);
  }

  /** How often the signal goes clearly from one side of the middle to the other. */
  private static int crossings(byte[] samples) {
    int crossings = 0;
    int side = 0;
    for (byte sample : samples) {
      int level = Byte.toUnsignedInt(sample) - 128;
      int now = level > 28 ? 1 : level < -28 ? -1 : side;
      crossings += now != side && side != 0 ? 1 : 0;
      side = now;
    }
    return crossings;
  }

  @Test
  void argumentsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Tones.make(63, 1, 1, 1))
        .isInstanceOf(DataException.class)
        .hasMessage("'length' of tones is 63; it can be 64 to 4096");
    assertThatThrownBy(() -> Tones.make(64, 0, 1, 1)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Tones.make(64, 1, 500_001, 1)).isInstanceOf(DataException.class);
  }
}
