package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.network.Layer.Estimator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The numbers in docs/training.md are those that come out. */
class TrainingGuideTest {
  private static final double RATE = 0.1;

  private final List<List<String>> rows = tableRows();

  private static List<List<String>> tableRows() {
    try {
      return Files.readAllLines(Path.of("docs", "training.md")).stream()
          .filter(line -> line.startsWith("| "))
          .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList())
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The rows below the one that begins like this, up to the next head of a table. */
  private List<List<String>> below(String... head) {
    int at = 0;
    while (!rows.get(at).subList(0, head.length).equals(List.of(head))) {
      at++;
    }
    List<List<String>> found = new ArrayList<>();
    found.add(rows.get(at));
    for (List<String> row : rows.subList(at + 1, rows.size())) {
      boolean another = row.size() != rows.get(at).size() || row.getFirst().equals("x");
      if (another) {
        break;
      }
      found.add(row);
    }
    return found;
  }

  private static float number(String text) {
    return Float.parseFloat(text.replace('−', '-'));
  }

  private static Estimator estimator(String word) {
    return Estimator.valueOf(word.replace("`", "").toUpperCase(Locale.ROOT));
  }

  private static float passed(Estimator estimator, float gradient, float x) {
    float[] slope = {gradient};
    Estimators.apply(estimator, slope, new float[] {x}, 0, 1);
    return slope[0];
  }

  private static float sign(float x) {
    return x >= 0 ? 1 : -1;
  }

  /** Where some steps lead, with the gradient by the sign as a function of the sign. */
  private static float descend(
      Estimator estimator, float start, int steps, DoubleUnaryOperator gradientBySign) {
    float x = start;
    for (int step = 0; step < steps; step++) {
      float gradient = (float) gradientBySign.applyAsDouble(sign(x));
      x -= (float) (RATE * passed(estimator, gradient, x));
    }
    return x;
  }

  @Test
  void finiteDifferencesOfSignAreZeroOrTellOfTheStep() {
    List<List<String>> table = below("x", "−1", "−0.5");
    float h = 0.01f;
    for (int column = 1; column < table.getFirst().size(); column++) {
      float x = number(table.getFirst().get(column));
      assertThat((sign(x + h) - sign(x - h)) / (2 * h))
          .isEqualTo(number(table.get(1).get(column)), within(1e-3f));
    }
    assertThat(table).hasSize(2);
  }

  @Test
  void estimatorsPassOnWhatTheTableSays() {
    List<List<String>> table = below("x", "−1.5");
    assertThat(table).hasSize(1 + Estimator.values().length);
    for (List<String> row : table.subList(1, table.size())) {
      for (int column = 1; column < row.size(); column++) {
        assertThat(passed(estimator(row.getFirst()), 1, number(table.getFirst().get(column))))
            .as("%s at %s", row.getFirst(), table.getFirst().get(column))
            .isEqualTo(number(row.get(column)));
      }
    }
  }

  @Test
  void oneNumberIsMovedAsTheTableSays() {
    List<List<String>> table = below("start", "`ste`");
    assertThat(table).hasSize(1 + 2 * Estimator.values().length);
    for (List<String> row : table.subList(1, table.size())) {
      for (int step = 1; step <= 4; step++) {
        assertThat(descend(estimator(row.get(1)), number(row.getFirst()), step, y -> 2 * (y - 1)))
            .as("%s in step %d", row, step)
            .isEqualTo(number(row.get(1 + step)), within(1e-5f));
      }
    }
  }

  @Test
  void identityNeverComesToRest() {
    List<List<String>> table = below("`ste`", "start", "step 5");
    assertThat(table).hasSize(3);
    for (List<String> row : table.subList(1, table.size())) {
      for (int column = 2; column < row.size(); column++) {
        int step = Integer.parseInt(table.getFirst().get(column).replace("step ", ""));
        assertThat(descend(estimator(row.getFirst()), number(row.get(1)), step, y -> 2 * y - 1))
            .as("%s in step %d", row.getFirst(), step)
            .isEqualTo(number(row.get(column)), within(1e-5f));
      }
    }
  }

  @Test
  void scaleBeforeSignMovesTheGateAndNothingElse() {
    List<List<String>> table = below("x", "sign(x)");
    assertThat(table).hasSizeGreaterThan(4);
    for (List<String> row : table.subList(1, table.size())) {
      float x = number(row.getFirst());
      assertThat(sign(x)).isEqualTo(number(row.get(1)));
      assertThat(sign(x / 4)).isEqualTo(number(row.get(2)));
      assertThat(passed(Estimator.HARDTANH, 1, x)).isEqualTo(number(row.get(3)));
      assertThat(passed(Estimator.HARDTANH, 1, x / 4) / 4).isEqualTo(number(row.get(4)));
    }
  }

  @Test
  void negativeNumberBelowAllFloatsLosesItsSign() {
    float smallest = -Float.MIN_VALUE;
    assertThat(sign(smallest)).isEqualTo(-1);
    assertThat(sign(smallest / 4)).isEqualTo(1);
  }

  /** C(n, n/2)/2ⁿ, against the formula and the figure of the text. */
  @Test
  void sumOfSignsIsOftenZero() {
    int n = 784;
    double probability = 1;
    for (int k = 1; k <= n / 2; k++) {
      probability *= (n / 2.0 + k) / k / 4;
    }
    assertThat(Math.sqrt(2 / (Math.PI * n))).isCloseTo(probability, within(1e-4));
    assertThat(Math.round(1000 * probability) / 10.0).isEqualTo(2.8);
  }
}
