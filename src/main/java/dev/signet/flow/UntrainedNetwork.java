package dev.signet.flow;

import dev.signet.data.RandomStream;
import dev.signet.ir.Program;
import dev.signet.lower.LoweringException;
import dev.signet.network.FloatTensor;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network that has no weights yet, for what depends on little but its shape: its parameters are
 * random, of the size that training gives them.
 */
public final class UntrainedNetwork {
  private static final long SEED = 1;

  private UntrainedNetwork() {}

  /**
   * The network lowered; the same for the same network.
   *
   * @throws LoweringException when no weights could be lowered
   */
  public static Program compile(Network network) {
    try {
      return NetworkCompiler.compile(model(network, Norms.RANDOM));
    } catch (LoweringException e) {
      // The wider the last layer, the likelier float32 contradicts itself on random scales; on
      // equal
      // ones it never does.
      return NetworkCompiler.compile(model(network, Norms.EQUAL));
    }
  }

  /** What norms and biases are. */
  private enum Norms {
    RANDOM,
    EQUAL
  }

  private static Model model(Network network, Norms norms) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> parameter : Model.parameterShapes(network).entrySet()) {
      String name = parameter.getKey();
      Shape shape = parameter.getValue();
      float[] values = new float[shape.size()];
      RandomStream random = RandomStream.of(SEED, tensors.size());
      for (int index = 0; index < values.length; index++) {
        values[index] = (float) value(name, norms, random);
      }
      tensors.put(name, new FloatTensor(shape, values));
    }
    return new Model(network, tensors);
  }

  private static double value(String name, Norms norms, RandomStream random) {
    String kind = name.substring(name.lastIndexOf('.') + 1);
    if (!name.startsWith("bn") && kind.equals("weight")) {
      return random.between(-1, 1);
    }
    return switch (norms) {
      case EQUAL -> kind.equals("weight") || kind.equals("running_var") ? 1 : 0;
      case RANDOM ->
          switch (kind) {
            case "running_mean" -> random.between(-8, 8);
            case "running_var" -> random.between(20, 60);
            case "weight" -> random.between(0.8, 1.2);
            default -> random.between(-1, 1);
          };
    };
  }
}
