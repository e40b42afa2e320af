package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "100e6, 100 MHz",
    "12.5e6, 12.5 MHz",
    "2e9, 2000 MHz",
    "5e4, 50 kHz",
    "0.5, 0.5 Hz",
    "33333333, 33.333 MHz"
  })
  void frequenciesHaveTheirUnit(double hertz, String shown) {
    assertThat(Numbers.frequency(hertz)).isEqualTo(shown);
  }
}
