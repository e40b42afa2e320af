package dev.signet.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramePackerTest {
  private static final int LANES = 8;

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 63, 64, 65, 256})
  void everyByteMeetsEveryLevel(int elementsPerFrame) {
    int frames = 3;
    byte[] elements = new byte[frames * elementsPerFrame];
    for (int offset = 0; offset < 256; offset += elementsPerFrame) {
      for (int k = 0; k < elements.length; k++) {
        elements[k] = (byte) (k + offset);
      }
      FrameBatch batch = new FrameBatch(elements, frames, elementsPerFrame);
      for (int level = 0; level <= 256; level++) {
        check(batch, level);
      }
    }
  }

  private static void check(FrameBatch batch, int level) {
    int words = (batch.elementsPerFrame() + 63) / 64;
    long[] expected = new long[words * LANES];
    for (int lane = 0; lane < 2; lane++) {
      int[] frame = batch.frame(lane + 1);
      for (int k = 0; k < frame.length; k++) {
        if (frame[k] >= level) {
          expected[k / 64 * LANES + lane] |= 1L << k;
        }
      }
    }
    long[] bits = new long[words * LANES];

    FramePacker.packAtLeast(batch, 1, 2, level, LANES, bits);

    assertThat(bits).as("level %d", level).isEqualTo(expected);
  }
}
