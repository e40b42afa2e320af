package dev.signet.flow;

import dev.signet.network.HardwareGoals.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same as {@link EstimateTest} on what takes longer. */
class EstimateIT {
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({
    "digits, XC7, 100000",
    "tfc, ICE40, 1500000",
    "keyword, XC7, 500",
    "mnist-conv, ICE40, 2000",
    "mnist-conv, XC7, 2000"
  })
  void areaAndLevelsAreCloseToSynthesis(String example, Target target, double framesPerSecond)
      throws IOException {
    EstimateFixture.of(example, target, OptionalDouble.of(framesPerSecond))
        .assertIsCloseToSynthesis(temporary);
  }

  @Test
  void clockIsCloseToPlaceAndRoute() throws IOException {
    EstimateFixture.of("digits", Target.ICE40, OptionalDouble.of(20_000))
        .assertClockIsCloseToPlaceAndRoute(temporary);
  }
}
