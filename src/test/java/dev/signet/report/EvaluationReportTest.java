package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationReportTest {
  private static final EvaluationReport REPORT =
      EvaluationReport.of(
          "net",
          "fast",
          List.of("cat", "dog", "owl"),
          new int[] {0, 1, 1, 0},
          new int[] {0, 0, 1, 0});

  @Test
  void confusionCountsByClassAndGuess() {
    assertThat(REPORT.confusion())
        .containsExactly(List.of(2, 1, 0), List.of(0, 1, 0), List.of(0, 0, 0));
    assertThat(REPORT.frames()).isEqualTo(4);
    assertThat(REPORT.correct()).isEqualTo(3);
    assertThat(REPORT.accuracy()).isEqualTo(0.75);
  }

  @Test
  void textAndJsonSayTheSame() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    REPORT.putInto(json);

    assertThat(json.toString())
        .isEqualTo(
            "{\"network\":\"net\",\"level\":\"fast\",\"frames\":4,\"correct\":3,\"accuracy\":0.75,"
                + "\"labels\":[\"cat\",\"dog\",\"owl\"],\"confusion\":[[2,1,0],[0,1,0],[0,0,0]]}");
    assertThat(REPORT.text())
        .isEqualTo(
            """
            net at level fast: 3 of 4 right, 75.00 %

            is \\ taken for  cat  dog  owl    right
            ──────────────  ───  ───  ───  ───────
            cat               2    1    –   66.7 %
            dog               –    1    –  100.0 %
            owl               –    –    –        –
            """);
  }
}
