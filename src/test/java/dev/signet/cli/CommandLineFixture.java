package dev.signet.cli;

import dev.signet.data.NamedTensors;
import dev.signet.data.Safetensors;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.FloatTensor;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Runs commands in this JVM and keeps what they print. */
final class CommandLineFixture {
  private CommandLineFixture() {}

  /**
   * What a command did.
   *
   * @param status its exit status
   * @param out what it printed to standard output
   * @param err what it printed to standard error
   */
  record Ran(int status, String out, String err) {}

  static Ran signet(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = new String[arguments.length];
    for (int i = 0; i < args.length; i++) {
      args[i] = arguments[i].toString();
    }
    int status = Main.execute(new PrintWriter(out), new PrintWriter(err), args);
    return new Ran(status, out.toString(), err.toString());
  }

  /** A network small enough for every test: 8 × 8 drawn digits, one hidden layer. */
  static Path smallNetwork(Path directory) {
    return write(
        directory.resolve("small.bnn"),
        """
        network small {
          input image: u8[1, 8, 8]
          let hidden = image |> binarize(at = 128) |> flatten |> dense(12) |> batchnorm |> sign
          output digit = hidden |> dense(10) |> batchnorm |> argmax
        }

        train small {
          data digits(size = 8, train = 200, test = 40)
          epochs 2
          batch 20
        }

        hardware small {
          fold dense1(pe = 4, simd = 10)
          fold dense2(pe = 3, simd = 4)
        }
        """);
  }

  /** Weights of a network that nobody trained. */
  static Path randomWeights(Path directory, Path bnn, long seed) {
    Network network =
        SignetLanguage.compile(SourceText.of("test", read(bnn))).networks().getFirst();
    Random random = new Random(seed);
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> parameter : Model.parameterShapes(network).entrySet()) {
      float[] values = new float[parameter.getValue().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            parameter.getKey().endsWith("running_var")
                ? 1 + 20 * random.nextFloat()
                : (float) random.nextGaussian();
      }
      tensors.put(parameter.getKey(), new FloatTensor(parameter.getValue(), values));
    }
    Path file = directory.resolve("random.safetensors");
    Safetensors.write(file, new NamedTensors(tensors, Map.of()));
    return file;
  }

  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
