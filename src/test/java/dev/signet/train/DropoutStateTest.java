package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.data.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DropoutStateTest {

  @ParameterizedTest
  @CsvSource({"1, 0.5", "7, 0.1", "64, 0.9", "65, 0.25", "130, 0.5"})
  void inputsAreKeptScaledOrDroppedAndTheSumsAgree(int inputs, double rate) {
    DropoutState state = new DropoutState(rate, 2, inputs);
    RandomStream random = RandomStream.of(1, inputs);
    int dropped = 0;
    int draws = 300;
    for (int draw = 0; draw < draws; draw++) {
      long[] bits = new long[SignBits.words(inputs)];
      int all = 0;
      int inverted = 0;
      double kept = 0;
      boolean[] weights = new boolean[inputs];
      for (int input = 0; input < inputs; input++) {
        weights[input] = random.nextInt(2) == 1;
        bits[input / 64] |= (long) random.nextInt(2) << input;
      }
      state.draw(1, bits, RandomStream.of(2, draw));
      for (int input = 0; input < inputs; input++) {
        int sign = bit(bits, input) * 2 - 1;
        float value = state.values[1][input];
        assertThat(value == 0 || value == sign * state.scale).isTrue();
        assertThat(bit(state.inverted[1], input) == bit(bits, input)).isEqualTo(value != 0);
        dropped += value == 0 ? 1 : 0;
        all += weights[input] ? sign : -sign;
        int other = bit(state.inverted[1], input) * 2 - 1;
        inverted += weights[input] ? other : -other;
        kept += weights[input] ? value : -value;
      }
      assertThat(kept).isEqualTo((all + inverted) * 0.5 * state.scale, within(1e-4));
      if (inputs % 64 != 0) {
        assertThat(state.inverted[1][inputs / 64] >>> inputs).isZero();
      }
    }
    double count = (double) draws * inputs;
    double deviation = 4.5 * Math.sqrt(rate * (1 - rate) / count);
    assertThat(dropped / count).isEqualTo(rate, within(deviation));
    assertThat((double) state.scale).isEqualTo(1 / (1 - rate), within(1e-5));
    assertThat(state.values[0]).containsOnly(0);
  }

  private static int bit(long[] bits, int index) {
    return (int) (bits[index / 64] >>> index) & 1;
  }
}
