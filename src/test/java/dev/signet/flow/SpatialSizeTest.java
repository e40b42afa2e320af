package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.Program;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.lower.LoweringException;
import dev.signet.network.Network;
import dev.signet.network.SpatialSize;
import dev.signet.schedule.Scheduler;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much logic networks are where each neuron has its own. */
class SpatialSizeTest {

  /** What fits as a text fits as a program, and a layer of one is as large in the other. */
  @Test
  void programsAreAsLargeAsTheirNetworks() {
    int compared = 0;
    for (int number = 0; number < 80; number++) {
      Network network =
          SignetLanguage.compile(SourceText.of("drawn.bnn", RandomNetworkText.of(2, number)))
              .networks()
              .getFirst();
      Program program;
      try {
        program = NetworkCompiler.compile(RandomParameters.of(network, number));
      } catch (LoweringException e) {
        continue;
      }
      SpatialSize ofText = SpatialSize.of(network.nodes());
      SpatialSize ofProgram = Scheduler.spatialSize(program);
      assertThat(ofProgram.bits()).isLessThanOrEqualTo(ofText.bits());
      for (SpatialSize.Part part : ofProgram.parts()) {
        if (!part.layer().startsWith("add")) {
          assertThat(ofText.parts()).contains(part);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(200);
  }

  /**
   * Of {@code mnist_conv} 25 bytes for 16 neurons at 144 places, 144 bits for 32 at 100, a pool of
   * 4 for 32 at 25, 800 bits for 128, 128 for 10; the input, and a bit for each sign.
   */
  @ParameterizedTest
  @CsvSource({
    "digits, 23296",
    "tfc, 65472",
    "sfc, 341376",
    "lfc, 2919552",
    "mnist-conv, 1037984",
    "keyword, 754144",
    "glance, 17676",
    "cnv, 0",
    "resnet, 0",
    "vgg-small, 0"
  })
  void examplesAreAsLargeAsTheirNeuronsAtTheirPlaces(String example, long bits) throws IOException {
    Network network = Examples.network(example);

    SpatialSize size = SpatialSize.of(network.nodes());

    assertThat(size.fits()).isEqualTo(bits > 0);
    if (bits > 0) {
      assertThat(size.bits()).isEqualTo(bits);
    }
  }
}
