package dev.signet.network;

import java.util.List;

/**
 * One layer in its place.
 *
 * @param name unique in the network: the input's own name, else the layer's kind and a number
 *     counted from 1 for each kind in the order of computation, as in {@code dense1}, {@code
 *     batchnorm1}, {@code sign1}
 * @param layer what it does
 * @param operands indices of earlier nodes in {@link Network#nodes()}
 * @param type the type of its result
 */
public record Node(String name, Layer layer, List<Integer> operands, TensorType type) {
  public Node {
    operands = List.copyOf(operands);
  }
}
