package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.NetworkCost;
import org.junit.jupiter.api.Test;

class NetworkSummaryTest {

  private static NetworkSummary summary(String layers) {
    String text =
        "network n {\n  input image: u8[1, 4, 4]\n  output d = image |> " + layers + "\n}\n";
    return new NetworkSummary(
        NetworkCost.of(SignetLanguage.compile(SourceText.of("n.bnn", text)).networks().getFirst()));
  }

  @Test
  void everythingIsCountedLayerByLayer() {
    NetworkSummary summary =
        summary(
            "binarize |> flatten |> dense(6) |> batchnorm |> sign |> dense(3) |> batchnorm |> argmax");

    assertThat(summary.text())
        .isEqualTo(
            """
            layer       result           1-bit  32-bit  memory  1-bit MACs  8×1-bit MACs  32-bit op.
            ──────────  ───────────────  ─────  ──────  ──────  ──────────  ────────────  ──────────
            image       u8[1, 4, 4]
            binarize1   bit[1, 4, 4]
            flatten1    bit[16]
            dense1      int<-16..16>[6]     96            12 B          96
            batchnorm1  real[6]                     24    96 B                                     6
            sign1       bit[6]
            dense2      int<-6..6>[3]       18             3 B          18
            batchnorm2  real[3]                     12    48 B                                     3
            argmax1     int<0..2>[1]
            total                          114      36   159 B         114                         9

            network n: 114 parameters of 1 bit and 36 of 32 bits in 159 B (float32: 600 B); 100.00 % of the multiply-adds binarized
            in hardware: 15 B of weights, 4 B of thresholds (6 of 5 bits), and a scale and offset for 3 classes
            """);
  }

  @Test
  void productsWithBytesAreNotBinarized() {
    NetworkCost cost =
        summary("flatten |> dense(4) |> sign |> dense(16) |> sign |> dense(2) |> argmax").cost();

    assertThat(cost.operations().byteByBit()).isEqualTo(16 * 4);
    assertThat(cost.operations().oneBit()).isEqualTo(4 * 16 + 16 * 2);
    assertThat(cost.operations().binarizedShare()).isEqualTo(0.6);
    // Sums of 16 bytes with signs: 255 · 16 + 1 counts, and one above them.
    assertThat(cost.thresholds())
        .containsExactly(
            new NetworkCost.Thresholds("sign1", 4, 12), new NetworkCost.Thresholds("sign2", 16, 3));
    assertThat(cost.scaledClasses()).isZero();
  }

  @Test
  void aBiasCountsAsFloatsAndFoldsAway() {
    NetworkCost cost =
        summary(
                "binarize |> flatten |> dense(6, bias = true) |> hardtanh |> sign |> dense(3, bias = true) |> argmax")
            .cost();

    assertThat(cost.parameters()).isEqualTo(new NetworkCost.Parameters(96 + 18, 6 + 3));
    assertThat(cost.operations().float32()).isEqualTo(6 + 3);
    assertThat(cost.thresholdBits()).isEqualTo(6 * 5);
    assertThat(cost.scaledClasses()).isEqualTo(3);
  }

  @Test
  void aThresholdOfOneInputCanFireAlwaysSometimesAndNever() {
    // Given a sum of one sign, whose count is 0 or 1, thresholds are 0, 1 and 2.
    NetworkCost cost =
        summary("binarize |> flatten |> dense(1) |> sign |> dense(2) |> sign |> dense(2) |> argmax")
            .cost();

    assertThat(cost.thresholds()).contains(new NetworkCost.Thresholds("sign2", 2, 2));
  }

  @Test
  void jsonSaysTheSame() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    summary("flatten |> dense(4) |> batchnorm |> sign |> dense(2) |> argmax").putInto(json);

    assertThat(json.get("layers")).hasSize(7);
    JsonNode dense = json.get("layers").get(2);
    assertThat(dense.get("name").textValue()).isEqualTo("dense1");
    assertThat(dense.get("byte_macs").longValue()).isEqualTo(64);
    assertThat(json.get("one_bit_parameters").longValue()).isEqualTo(72);
    assertThat(json.get("float32_parameters").longValue()).isEqualTo(16);
    assertThat(json.get("bits").longValue()).isEqualTo(72 + 16 * 32);
    assertThat(json.get("float32_bits").longValue()).isEqualTo((72 + 16) * 32);
    assertThat(json.get("binarized_macs").doubleValue()).isEqualTo(0.111111);
    assertThat(json.get("hardware").get("threshold_bits").longValue()).isEqualTo(4 * 12);
  }
}
