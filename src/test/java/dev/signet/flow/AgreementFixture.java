package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.data.ImageSet;
import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.FloatTensor;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A network with random parameters, which a test changes before it holds all levels to it. */
final class AgreementFixture {
  private static final int IMAGES = 60;

  private final Network network;
  private final Map<String, float[]> parameters = new HashMap<>();

  AgreementFixture(String text, long seed) {
    network = SignetLanguage.compile(SourceText.of("test.bnn", text)).networks().getFirst();
    Random random = new Random(seed);
    Model.parameterShapes(network)
        .forEach(
            (name, shape) -> {
              float[] values = new float[shape.size()];
              for (int index = 0; index < values.length; index++) {
                float gaussian = (float) random.nextGaussian();
                values[index] =
                    name.endsWith("running_var") ? 20 + 5 * gaussian * gaussian : gaussian;
              }
              parameters.put(name, values);
            });
  }

  /** A parameter, to be changed in place. */
  float[] parameter(String name) {
    float[] values = parameters.get(name);
    if (values == null) {
      throw new AssertionError(name + " is none of " + parameters.keySet());
    }
    return values;
  }

  static List<Integer> thresholds(Program program, int layer) {
    return program.instructions().stream()
        .filter(Instruction.Threshold.class::isInstance)
        .map(Instruction.Threshold.class::cast)
        .toList()
        .get(layer)
        .thresholds();
  }

  /** Random pixels, but for one image that is all black and one that is all white. */
  ImageSet images() {
    Shape shape = network.input().type().shape();
    byte[] pixels = new byte[IMAGES * shape.size()];
    new Random(11).nextBytes(pixels);
    Arrays.fill(pixels, shape.size(), 2 * shape.size(), (byte) 0);
    Arrays.fill(pixels, 2 * shape.size(), 3 * shape.size(), (byte) 255);
    return new ImageSet(shape, pixels, new byte[IMAGES], classes());
  }

  private int classes() {
    return network.nodes().get(network.output().operands().getFirst()).type().shape().size();
  }

  Model model() {
    Map<String, FloatTensor> tensors = new HashMap<>();
    Model.parameterShapes(network)
        .forEach((name, shape) -> tensors.put(name, new FloatTensor(shape, parameter(name))));
    return new Model(network, tensors);
  }

  /** Holds float32, interpreter, batch engine and both styles of hardware to each other. */
  Program assertAllLevelsAgree() {
    Model model = model();
    Program program = NetworkCompiler.compile(model);
    LevelVerification.Outcome outcome =
        LevelVerification.verify(
            model,
            program,
            images(),
            new LevelVerification.Options(
                List.of(Style.DATAFLOW, Style.SPATIAL), 1, Map.of(), Effort.UNLIMITED, 17),
            _ -> {});
    assertThat(outcome.levels())
        .extracting(LevelResult::level)
        .containsExactly(
            Level.TRAIN, Level.IR, Level.FAST, Level.RTL, Level.RTL, Level.RTL, Level.RTL);
    assertThat(outcome.levels())
        .allSatisfy(
            level -> {
              assertThat(level.firstMismatch()).as("%s", level).isEmpty();
              assertThat(level.classMismatches()).isZero();
              assertThat(level.scoreMismatches()).isZero();
            });
    return program;
  }
}
