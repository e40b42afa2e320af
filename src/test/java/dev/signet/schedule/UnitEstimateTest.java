package dev.signet.schedule;

import dev.signet.network.HardwareGoals.Target;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimates of single units beside what Yosys makes of them. */
class UnitEstimateTest {
  @TempDir Path temporary;

  @Test
  void areaAndLevelsAreCloseToSynthesis() throws IOException {
    UnitEstimateFixture.assertAreCloseToSynthesis(
        UnitEstimateFixture.small(), Target.ICE40, temporary);
  }
}
