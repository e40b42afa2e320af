package dev.signet.flow;

import dev.signet.network.HardwareGoals.Target;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimate of a folding's area beside what Yosys makes of its Verilog. */
class AreaEstimateTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource("digits, ICE40")
  void isWithinFifteenPercentOfSynthesis(String example, Target target) throws IOException {
    AreaEstimateFixture.assertEstimateIsClose(example, target, temporary);
  }
}
