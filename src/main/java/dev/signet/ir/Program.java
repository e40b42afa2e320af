package dev.signet.ir;

import java.util.List;

/**
 * A network as instructions. Whoever makes one runs the {@link Verifier} on it.
 *
 * @param name the network's identifier
 * @param instructions in order of definition; the first is the {@link Instruction.Input}
 * @param output what leaves
 */
public record Program(String name, List<Instruction> instructions, Output output) {
  public Program {
    instructions = List.copyOf(instructions);
  }

  /**
   * What leaves the network for each frame.
   *
   * @param name the name the text gives it
   * @param scores integer scores {@code int[k]}
   * @param label the winning class, {@code int<0..k−1>[1]}
   * @param labels the names of the k classes
   */
  public record Output(String name, Value scores, Value label, List<String> labels) {
    public Output {
      labels = List.copyOf(labels);
    }
  }

  /** The frame that comes in. */
  public Value input() {
    return instructions.getFirst().result();
  }

  /** The number of classes. */
  public int classes() {
    return output.labels().size();
  }

  /** How many bits, or elements, meet a weight in a frame. */
  public long comparisons() {
    long all = 0;
    for (Instruction instruction : instructions) {
      if (instruction instanceof Instruction.XnorPopcount product) {
        all += (long) product.result().type().shape().size() * product.weights().columns();
      }
    }
    return all;
  }
}
