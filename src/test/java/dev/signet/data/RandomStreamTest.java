package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

  @Test
  void permutationsHoldEachNumberOnce() {
    assertThat(RandomStream.of(1).permutation(1000)).hasSize(1000).doesNotHaveDuplicates();
    assertThat(RandomStream.of(1).permutation(1000))
        .isNotEqualTo(IntStream.range(0, 1000).toArray());
    assertThat(RandomStream.of(1).permutation(0)).isEmpty();
  }

  @Test
  void pathsAreDifferentStreams() {
    assertThat(
            new long[] {
              RandomStream.of(1).nextLong(),
              RandomStream.of(2).nextLong(),
              RandomStream.of(1, 0).nextLong(),
              RandomStream.of(1, 1).nextLong(),
              RandomStream.of(1, 0, 1).nextLong(),
              RandomStream.of(1, 1, 0).nextLong()
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void numbersAreUniform() {
    RandomStream random = RandomStream.of(5);
    int[] counts = new int[10];
    double sum = 0;
    for (int draw = 0; draw < 100_000; draw++) {
      counts[random.nextInt(10)]++;
      sum += random.nextDouble();
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_500, 10_500);
    }
    assertThat(sum / 100_000).isBetween(0.495, 0.505);
  }
}
