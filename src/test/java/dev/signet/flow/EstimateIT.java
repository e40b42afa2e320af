package dev.signet.flow;

import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.HardwareGoals.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same as {@link EstimateTest} on what takes longer. */
class EstimateIT {
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({"digits, XC7, 100000", "tfc, ICE40, 300000", "keyword, XC7, 500"})
  void areaAndLevelsAreCloseToSynthesis(String example, Target target, double framesPerSecond)
      throws IOException {
    EstimateFixture.of(example, target, framesPerSecond, Map.of())
        .assertIsCloseToSynthesis(temporary);
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void areaAndLevelsOfFewChannelsAreCloseToSynthesis(Target target) throws IOException {
    EstimateFixture.of("mnist-conv", target, 2000, Map.of("channels", 4L))
        .assertIsCloseToSynthesis(temporary);
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void spatialAreaIsCloseToSynthesis(Target target) throws IOException {
    String text =
        """
        network small {
          input image: bit[1, 8, 8]
          let shapes = image |> conv(8, kernel = 4, stride = 2) |> batchnorm |> sign
          output digit = shapes |> flatten |> dense(5) |> batchnorm |> argmax
        }
        """;
    EstimateFixture.assertSpatialIsCloseToSynthesis(
        SignetLanguage.compile(SourceText.of("small", text)).networks().getFirst(),
        target,
        temporary);
  }

  @Test
  void clockIsCloseToPlaceAndRoute() throws IOException {
    EstimateFixture.of("digits", Target.ICE40, 20_000, Map.of())
        .assertClockIsCloseToPlaceAndRoute(temporary);
  }
}
