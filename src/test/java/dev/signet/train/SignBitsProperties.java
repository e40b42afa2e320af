package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.data.RandomStream;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SignBitsProperties {

  @Property(tries = 300)
  void aBitIsOneWhereThePixelIsAtLeastTheLevel(
      @ForAll @IntRange(min = 1, max = 200) int size,
      @ForAll @IntRange(min = 0, max = 20) int offset,
      @ForAll @IntRange(min = 0, max = 256) int level,
      @ForAll long seed) {
    byte[] pixels = new byte[offset + size + 3];
    RandomStream random = RandomStream.of(seed);
    for (int index = 0; index < pixels.length; index++) {
      // any, or next to the level
      pixels[index] =
          (byte) (random.nextInt(2) == 0 ? random.nextInt(256) : level + random.nextInt(3) - 1);
    }
    long[] bits = new long[SignBits.words(size)];
    Arrays.fill(bits, -1);

    SignBits.pack(pixels, offset, size, level, bits);

    for (int index = 0; index < bits.length * Long.SIZE; index++) {
      boolean expected = index < size && (pixels[offset + index] & 0xff) >= level;
      assertThat(bits[index / Long.SIZE] >>> index & 1).isEqualTo(expected ? 1 : 0);
    }
  }
}
