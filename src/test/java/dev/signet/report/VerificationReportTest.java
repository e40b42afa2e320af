package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.flow.Level;
import dev.signet.flow.LevelResult;
import dev.signet.network.HardwareGoals.Style;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerificationReportTest {

  @Test
  void aMissingToolIsNamedOnceAndLeavesTheRestAgreeing() {
    VerificationReport report = new VerificationReport("net", List.of(notRun(false), notRun(true)));

    assertThat(report.agrees()).isTrue();
    assertThat(report.complete()).isFalse();
    assertThat(report.text())
        .containsOnlyOnce("verilog, iverilog, spatial: not run: it is missing")
        .endsWith("all levels that were run agree in every bit\n");
  }

  private static LevelResult notRun(boolean stalls) {
    return new LevelResult(
        Level.VERILOG,
        "iverilog",
        Optional.of(Style.SPATIAL),
        stalls,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        Optional.of("it is missing"),
        Optional.empty());
  }
}
