package dev.signet.flow;

import dev.signet.data.RandomStream;
import dev.signet.network.FloatTensor;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters drawn by chance, those that make trouble among them: weights of exactly 0, scales that
 * are 0 or negative, neurons that always or never fire, means that put a tie on a reachable sum.
 */
final class RandomParameters {
  private RandomParameters() {}

  /** A network with parameters; the same for the same seed. */
  static Model of(Network network, long seed) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> parameter : Model.parameterShapes(network).entrySet()) {
      RandomStream random = RandomStream.of(seed, tensors.size());
      float[] values = new float[parameter.getValue().size()];
      for (int index = 0; index < values.length; index++) {
        values[index] = (float) value(parameter.getKey(), random);
      }
      tensors.put(parameter.getKey(), new FloatTensor(parameter.getValue(), values));
    }
    return new Model(network, tensors);
  }

  private static double value(String name, RandomStream random) {
    boolean rare = random.nextInt(12) == 0;
    double usual = random.between(-1, 1);
    if (!name.startsWith("bn")) {
      return rare ? 0 : usual;
    }
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "running_mean" -> rare ? random.nextInt(9) - 4 : 6 * usual;
      case "running_var" -> rare ? 0 : 30 + 25 * usual;
      case "weight" -> rare ? 0 : 1.5 * usual;
      default -> rare ? (usual < 0 ? -1e6 : 1e6) : random.nextInt(6) == 0 ? 0 : usual;
    };
  }
}
