package dev.signet.flow;

import dev.signet.data.RandomStream;
import dev.signet.network.FloatTensor;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network with random parameters of the size that training gives them, for what depends on little
 * but its shape.
 */
public final class UntrainedModel {
  private static final long SEED = 1;

  private UntrainedModel() {}

  /** The model; the same for the same network. */
  public static Model of(Network network) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> parameter : Model.parameterShapes(network).entrySet()) {
      String name = parameter.getKey();
      Shape shape = parameter.getValue();
      float[] values = new float[shape.size()];
      RandomStream random = RandomStream.of(SEED, tensors.size());
      for (int index = 0; index < values.length; index++) {
        values[index] = value(name, random);
      }
      tensors.put(name, new FloatTensor(shape, values));
    }
    return new Model(network, tensors);
  }

  private static float value(String name, RandomStream random) {
    if (!name.startsWith("bn")) {
      return (float) random.between(-1, 1);
    }
    return (float)
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "running_mean" -> random.between(-8, 8);
          case "running_var" -> random.between(20, 60);
          case "weight" -> random.between(0.8, 1.2);
          default -> random.between(-1, 1);
        };
  }
}
