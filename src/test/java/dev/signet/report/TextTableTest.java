package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void numbersStandToTheRightAndTextToTheLeft() {
    TextTable table = new TextTable("layer", "weights").row("dense1", "64").row("s", "1,024");

    assertThat(table.render())
        .isEqualTo(
            """
            layer   weights
            ──────  ───────
            dense1       64
            s         1,024
            """);
  }

  @Test
  void charactersOutsideTheBasicPlaneCountAsOne() {
    TextTable table = new TextTable("label", "n").row("𝄞", "x").row("ab", "y");

    assertThat(table.render())
        .isEqualTo(
            """
            label  n
            ─────  ─
            𝄞      x
            ab     y
            """);
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
