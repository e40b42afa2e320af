package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.Network;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UntrainedNetworkTest {

  @Test
  void theSameNetworkGetsTheSameParameters() {
    assertThat(UntrainedNetwork.compile(network(64)))
        .isEqualTo(UntrainedNetwork.compile(network(64)));
    assertThat(affine(64).scale().stream().distinct())
        .as("scales, as training leaves them")
        .hasSize(4);
  }

  @Test
  void aLastLayerTooWideForRandomScalesGetsEqualOnes() {
    assertThat(affine(200_000).scale()).containsOnly(affine(200_000).scale().getFirst());
  }

  private static Instruction.Affine affine(int inputs) {
    Program program = UntrainedNetwork.compile(network(inputs));
    return program.instructions().stream()
        .filter(Instruction.Affine.class::isInstance)
        .map(Instruction.Affine.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Network network(int inputs) {
    String text =
        "network net { input x: bit[%d] output y = x |> dense(4) |> batchnorm |> argmax }"
            .formatted(inputs);
    return SignetLanguage.compile(
            SourceText.decode("net.bnn", text.getBytes(StandardCharsets.UTF_8)))
        .networks()
        .getFirst();
  }
}
