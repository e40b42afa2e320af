package dev.signet.flow;

import dev.signet.network.HardwareGoals.Target;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same as {@link AreaEstimateTest} on what takes Yosys longer. */
class AreaEstimateIT {
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({"digits, XC7", "tfc, XC7", "tfc, ICE40"})
  void isWithinFifteenPercentOfSynthesis(String example, Target target) throws IOException {
    AreaEstimateFixture.assertEstimateIsClose(example, target, temporary);
  }
}
