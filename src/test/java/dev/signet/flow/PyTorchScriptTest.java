package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PyTorchScriptTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private static Network network(String body) {
    String text = "network net {\n" + body + "}\n";
    var compilation = SignetLanguage.compile(SourceText.of("net.bnn", text));
    assertThat(compilation.networks()).as(compilation.diagnostics().toString()).hasSize(1);
    return compilation.networks().getFirst();
  }

  private static final String MAPS =
      """
        input image: u8[3, 8, 9]
        let a = image |> conv(6, kernel = 3, padding = 1) |> batchnorm |> sign |> dropout(0.5)
        let b = a |> conv(6, kernel = 3, stride = 2, groups = 3, bias = true)
        let c = b |> batchnorm |> hardtanh |> quantize(2, ste = polynomial)
        let d = concat(c, c) |> conv(4, kernel = 1) |> avgpool(all) |> sign |> maxpool(1)
        output class = d |> flatten |> dense(5) |> batchnorm |> argmax
      """;

  @Test
  void layersBecomeStatements() {
    String script = PyTorchScript.of(network(MAPS));

    assertThat(script)
        .contains("self.conv1 = weight(6, 3, 3, 3)\n")
        .contains("self.conv2_bias = nn.Parameter(torch.zeros(6))\n")
        .contains("self.bn1 = nn.BatchNorm2d(6, eps=1.0E-5, momentum=0.1)\n")
        .contains("self.bn3 = nn.BatchNorm1d(5, eps=1.0E-5, momentum=0.1)\n")
        .contains(
            "x1 = F.conv2d(F.pad(x0, (1, 1, 1, 1), value=0), Weight.apply(self.conv1),"
                + " stride=(1, 1), groups=1)\n")
        .contains("x3 = Code.apply(x2, 1, \"hardtanh\")\n")
        .contains(
            "x5 = F.conv2d(x4, Weight.apply(self.conv2), self.conv2_bias, stride=(2, 2),"
                + " groups=3)\n")
        .contains("x8 = Code.apply(x7, 3, \"polynomial\")\n")
        .contains("x9 = torch.cat((x8, x8), 1)\n")
        .contains("x11 = F.avg_pool2d(x10, (3, 4), (3, 4))\n")
        .contains("x13 = F.max_pool2d(x12, (1, 1), (1, 1))\n")
        .contains("latent = [net.conv1, net.conv2, net.conv3, net.fc1]\n")
        .contains("images = torch.randint(0, 256, (100, 3, 8, 9)).float()\n")
        .contains("loss = F.cross_entropy(scores, labels)\n");
  }

  @Test
  void signalsAndBitsHaveTheirOwnForms() {
    String script =
        PyTorchScript.of(
            network(
                """
                  input frame: bit[2, 12]
                  let a = frame |> conv(5, kernel = 4, stride = 3, padding = 1, fill = -1)
                  let b = a |> batchnorm |> sign |> maxpool(2) |> flatten
                  output class = add(b |> dense(3), b |> dense(3)) |> scores
                """));

    assertThat(script)
        .contains("F.conv1d(F.pad(x0, (1, 1), value=-1), Weight.apply(self.conv1), stride=3,")
        .contains("nn.BatchNorm1d(5,")
        .contains("F.max_pool1d(x3, 2, 2)")
        .contains("x8 = x6 + x7\n")
        .contains("images = torch.randint(0, 2, (100, 2, 12)).float()\nimages = images * 2 - 1\n")
        .contains("return x8\n");
  }

  @Test
  void theScriptIsPython(@TempDir Path folder) throws IOException {
    assumeTrue(Files.isExecutable(PYTHON));
    Files.writeString(folder.resolve("step.py"), PyTorchScript.of(network(MAPS)));

    ToolProcess.Ended ended =
        ToolProcess.of(
                PYTHON,
                List.of("-c", "import ast; ast.parse(open('step.py').read())"),
                folder,
                Duration.ofSeconds(30))
            .run();

    assertThat(ended.status()).as(ended.log()).isZero();
  }
}
