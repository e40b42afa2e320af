package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.data.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightStateTest {

  @ParameterizedTest
  @CsvSource({"1,1", "7,3", "65,2", "130,7"})
  void signsAndBitsAreThoseOfTheLatentWeights(int inputs, int units) {
    WeightState state =
        WeightState.uniform(inputs, units, 0.5, RandomStream.of(1, inputs), true, 0);

    assertConsistent(state);
    for (int unit = 0; unit < units; unit++) {
      for (int input = 0; input < inputs; input++) {
        assertThat(state.latent[unit][input]).isBetween(-0.5f, 0.5f);
        assertThat(signs(state, unit)[input]).isEqualTo(state.latent[unit][input] < 0 ? -1 : 1);
      }
    }
  }

  @Test
  void withoutLatentWeightsTheyAreOneOrMinusOne() {
    WeightState state = WeightState.uniform(65, 3, 0.5, RandomStream.of(1), false, 1);

    assertConsistent(state);
    for (int unit = 0; unit < 3; unit++) {
      assertThat(state.latent[unit]).isEqualTo(signs(state, unit));
    }
    assertThat(state.latent[0]).contains(1f, -1f);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,3", "65,2", "130,7"})
  void drawnSignsArePlusOneAsOftenAsTheWeightSays(int inputs, int units) {
    float[] latent = new float[inputs * units];
    for (int index = 0; index < latent.length; index++) {
      latent[index] = -1.25f + 2.5f * index / Math.max(1, latent.length - 1);
    }
    WeightState state = WeightState.of(inputs, units, latent, List.of());
    int draws = 400;
    int[] positive = new int[latent.length];
    for (int draw = 0; draw < draws; draw++) {
      for (int unit = 0; unit < units; unit++) {
        state.draw(unit, RandomStream.of(2, draw, unit));
        float[] drawn = signs(state, unit);
        for (int input = 0; input < inputs; input++) {
          positive[unit * inputs + input] += drawn[input] > 0 ? 1 : 0;
        }
      }
      assertConsistent(state);
    }

    for (int index = 0; index < latent.length; index++) {
      double wanted = Math.clamp((latent[index] + 1) / 2, 0.0, 1.0);
      // 4.5 standard deviations, none where the outcome is certain
      double deviation = 4.5 * Math.sqrt(wanted * (1 - wanted) / draws);
      assertThat((double) positive[index] / draws).isEqualTo(wanted, within(deviation + 1e-12));
    }
  }

  @Test
  void aDrawLeavesTheLatentWeightsAloneAndDependsOnItsStreamOnly() {
    WeightState state = WeightState.uniform(130, 2, 1, RandomStream.of(1), true, 0);
    float[] before = state.latent[1].clone();
    state.draw(1, RandomStream.of(3, 4));
    float[] drawn = signs(state, 1);
    state.draw(1, RandomStream.of(3, 5));
    assertThat(signs(state, 1)).isNotEqualTo(drawn);

    state.draw(1, RandomStream.of(3, 4));

    assertThat(signs(state, 1)).isEqualTo(drawn);
    assertThat(state.latent[1]).isEqualTo(before);
  }

  /** A unit's signs as ±1, out of the form for backward. */
  private static float[] signs(WeightState state, int unit) {
    float[] signs = new float[state.inputs];
    state.signs.unpackRow(unit, signs, 0, state.inputs);
    return signs;
  }

  /** Both packed forms say the same; bits past the last input are 0. */
  private static void assertConsistent(WeightState state) {
    for (int unit = 0; unit < state.units; unit++) {
      float[] signs = signs(state, unit);
      for (int word = 0; word < SignBits.words(state.inputs); word++) {
        long expected = 0;
        for (int bit = 0; bit < Math.min(64, state.inputs - 64 * word); bit++) {
          assertThat(Math.abs(signs[64 * word + bit])).isEqualTo(1);
          expected |= signs[64 * word + bit] > 0 ? 1L << bit : 0;
        }
        assertThat(state.packed.words[state.packed.index(unit, word)]).isEqualTo(expected);
      }
    }
  }

  @Test
  void theScaleIsTheLargestWeightOfTheLayer() {
    WeightState state =
        WeightState.of(3, 2, new float[] {0.1f, -0.2f, 0, -0.75f, 0.5f, 0}, List.of());
    assertThat(state.scale()).isEqualTo(1);

    state.measure(0);
    state.measure(1);
    state.scaleTo(state.largest());

    assertThat(state.scale()).isEqualTo(0.75f);
  }

  @Test
  void weightsThatAreAllZeroAreNotScaled() {
    WeightState state = WeightState.of(1, 2, new float[] {0, Float.MIN_VALUE}, List.of());

    state.measure(0);
    state.measure(1);
    state.scaleTo(state.largest());

    assertThat(state.scale()).isEqualTo(1);
  }
}
