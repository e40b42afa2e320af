package dev.signet.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.IrPrinter;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.FloatTensor;
import dev.signet.network.Model;
import dev.signet.network.Network;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingLayersTest {

  @Test
  void dropoutAndEstimatorsLeaveNoTrace() {
    String with =
        "network n { input x: u8[7] output y = x |> binarize |> dropout(0.1) |> dense(5)"
            + " |> batchnorm |> sign(ste = polynomial) |> dropout |> dropout(0.2) |> dense(3)"
            + " |> batchnorm |> argmax }";
    String without =
        "network n { input x: u8[7] output y = x |> binarize |> dense(5) |> batchnorm |> sign"
            + " |> dense(3) |> batchnorm |> argmax }";

    assertThat(lowered(with)).isEqualTo(lowered(without));
  }

  private static String lowered(String text) {
    Network network = SignetLanguage.compile(SourceText.of("test.bnn", text)).networks().getFirst();
    Map<String, FloatTensor> tensors = new HashMap<>();
    Model.parameterShapes(network)
        .forEach(
            (name, shape) -> {
              float[] values = new float[shape.size()];
              for (int index = 0; index < values.length; index++) {
                values[index] = name.endsWith("var") ? 2 : (index * 7 + 3) % 5 - 1.5f;
              }
              tensors.put(name, new FloatTensor(shape, values));
            });
    return IrPrinter.print(ModelLowering.lower(new Model(network, tensors)));
  }
}
