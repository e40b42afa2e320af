package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.flow.Campaign.Verdict;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Networks drawn by chance: all levels from float32 to the clock give the same bits. */
class CampaignTest {
  private static final int NETWORKS = 40;

  @TestFactory
  Stream<DynamicTest> allLevelsAgreeOnDrawnNetworks() {
    Campaign campaign = new Campaign(1, 6, Map.of());
    return IntStream.range(0, NETWORKS)
        .mapToObj(
            number ->
                DynamicTest.dynamicTest(
                    "network " + number,
                    () -> {
                      Verdict verdict = campaign.run(number);
                      assertThat(verdict.levels())
                          .as(verdict.text())
                          .allSatisfy(level -> assertThat(level.firstMismatch()).isEmpty())
                          .allMatch(LevelResult::agrees);
                      assertThat(verdict.levels().isEmpty())
                          .isEqualTo(verdict.refused().isPresent());
                    }));
  }
}
