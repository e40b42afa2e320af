package dev.signet.flow;

import dev.signet.network.HardwareGoals.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimate of a whole network beside what Yosys makes of its Verilog. */
class EstimateTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({"digits, ICE40, 20000", "keyword, ICE40, 500"})
  void areaAndLevelsAreCloseToSynthesis(String example, Target target, double framesPerSecond)
      throws IOException {
    EstimateFixture.of(example, target, framesPerSecond, Map.of())
        .assertIsCloseToSynthesis(temporary);
  }
}
