package dev.signet.schedule;

import dev.signet.network.HardwareGoals.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same as {@link UnitEstimateTest} on what takes longer. */
class UnitEstimateIT {
  @TempDir Path temporary;

  @Test
  void areaAndLevelsAreCloseToSynthesis() throws IOException {
    Map<String, StreamUnit> units = new LinkedHashMap<>(UnitEstimateFixture.small());
    units.keySet().retainAll(List.of("window", "any_or_all", "narrower", "fifo", "threshold"));

    UnitEstimateFixture.assertAreCloseToSynthesis(units, Target.XC7, temporary);
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void areaAndLevelsOfProductsAreCloseToSynthesis(Target target) throws IOException {
    UnitEstimateFixture.assertAreCloseToSynthesis(
        UnitEstimateFixture.products(), target, temporary);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sums", "window", "stride", "any_or_all", "fifo"})
  void clockIsCloseToPlaceAndRoute(String name) throws IOException {
    UnitEstimateFixture.assertClockIsCloseToPlaceAndRoute(
        name, Objects.requireNonNull(UnitEstimateFixture.small().get(name)), temporary);
  }
}
