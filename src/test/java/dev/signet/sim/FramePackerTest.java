package dev.signet.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
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
    long[] plain = new long[words * LANES];
    long[] vectors = new long[words * LANES];

    new PlainBatchKernel().packAtLeast(batch, 1, 2, level, LANES, plain);
    new VectorBatchKernel().packAtLeast(batch, 1, 2, level, LANES, vectors);

    assertThat(plain).as("level %d", level).isEqualTo(expected);
    assertThat(vectors).as("level %d, vectors", level).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 63, 64, 65, 130})
  void everyBitOfEveryByteLandsInItsPlane(int elementsPerFrame) {
    byte[] elements = new byte[3 * elementsPerFrame];
    new Random(elementsPerFrame).nextBytes(elements);
    FrameBatch batch = new FrameBatch(elements, 3, elementsPerFrame);
    int words = (elementsPerFrame + 63) / 64;
    long[] bits = new long[8 * words * LANES];
    Arrays.fill(bits, -1);

    FramePacker.packPlanes(batch, 1, 2, LANES, bits);

    long[] integers = new long[elementsPerFrame * LANES];
    Arrays.fill(integers, -1);
    for (int lane = 0; lane < 2; lane++) {
      int[] frame = batch.frame(lane + 1);
      for (int plane = 0; plane < 8; plane++) {
        for (int bit = 0; bit < 64 * words; bit++) {
          long expected = bit < frame.length ? frame[bit] / (1 << plane) % 2 : 0;
          long word = bits[(plane * words + bit / 64) * LANES + lane];
          assertThat(word >>> bit & 1).as("bit %d, plane %d", bit, plane).isEqualTo(expected);
        }
      }
      for (int k = 0; k < frame.length; k++) {
        integers[k * LANES + lane] = frame[k];
      }
    }
    long[] fromIntegers = new long[bits.length];
    Arrays.fill(fromIntegers, -1);
    FramePacker.packPlanes(integers, elementsPerFrame, 8, LANES, fromIntegers);
    for (int index = 0; index < bits.length; index++) {
      if (index % LANES < 2) {
        assertThat(fromIntegers[index]).isEqualTo(bits[index]);
      }
    }
  }
}
