package dev.signet.train;

import dev.signet.network.FeatureMap;
import dev.signet.network.Layer;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.Window;
import java.util.List;
import java.util.Optional;

/**
 * A step of what a network computes of an image, made of one node or of some that belong together.
 * Values are named by their places in {@link Plan#values}.
 */
sealed interface Stage {
  /** The values it takes. */
  List<Integer> operands();

  /** The value it gives. */
  int result();

  /**
   * The images as they come.
   *
   * @param places whether they are brought into rows of channels, place after place; else an image
   *     is a vector of pixels in their own order
   */
  record Take(boolean places, int result) implements Stage {
    @Override
    public List<Integer> operands() {
      return List.of();
    }
  }

  /**
   * A dense layer or a conv: dot products with ±1 weights. To a dense layer its operand is a vector
   * and the window covers its one place.
   *
   * @param node it is made of
   * @param operand codes, or pixels
   * @param dropout share of the operand that training leaves out, in [0, 1)
   * @param window where it looks
   * @param fill what padding counts as: −1, +1 or, adding nothing, 0
   * @param groups parts of the channels that have weights of their own
   * @param under what the weights of a unit belong to: channels, rows and columns, in the model one
   *     after the other, here place after place
   * @param units of the result
   * @param result sums
   */
  record Product(
      Node node,
      int operand,
      double dropout,
      Window window,
      int fill,
      int groups,
      FeatureMap under,
      int units,
      int result)
      implements Stage {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    /** Whether it looks at many places, and not at a vector. */
    boolean isConv() {
      return node.layer() instanceof Layer.Conv;
    }

    /** Weights of a unit. */
    int inputs() {
      return under.channels() * under.places();
    }

    /** The shape of the weights in the model. */
    Shape weightShape() {
      boolean signal = node.type().shape().rank() == 2;
      return switch (node.layer()) {
        case Layer.Conv _ when signal -> Shape.of(units, under.channels(), under.width());
        case Layer.Conv _ -> Shape.of(units, under.channels(), under.height(), under.width());
        default -> Shape.of(units, inputs());
      };
    }

    /** Whether the units have a bias. */
    boolean hasBias() {
      return switch (node.layer()) {
        case Layer.Dense dense -> dense.bias();
        case Layer.Conv conv -> conv.bias();
        default -> throw new IllegalStateException(node.name() + " is no product");
      };
    }
  }

  /**
   * What becomes of sums: a batch norm or none, a maxpool of what it gives or none, a hardtanh or
   * none, then a rule.
   *
   * @param operand sums
   */
  record Activation(
      int operand,
      Optional<Node> norm,
      Optional<Window> pool,
      boolean hardtanh,
      Rule rule,
      int result)
      implements Stage {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }
  }

  /** What ends an activation. */
  sealed interface Rule {
    /**
     * A sign or a quantize: a code is the number of steps that the value has reached.
     *
     * @param bits of a code, 1 for a sign
     */
    record Steps(int bits, Layer.Estimator estimator) implements Rule {
      /** Where step j begins, 1 to {@code 2^bits − 1}. */
      float step(int j) {
        return bits == 1 ? 0 : new Layer.Quantize(bits, estimator).step(j);
      }

      /** The number of steps that a value has reached. */
      int code(float value) {
        int code = 0;
        for (int j = 1; j < 1 << bits; j++) {
          code += value >= step(j) ? 1 : 0;
        }
        return code;
      }
    }

    /** Nothing: the values are the network's scores. */
    record Scores() implements Rule {}
  }

  /** The largest sums under a window. */
  record LargestSum(Window window, int operand, int result) implements Stage {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }
  }

  /** The largest codes under a window. */
  record LargestCode(Window window, int operand, int result) implements Stage {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }
  }

  /** The sums under a window, of signs or of sums. */
  record Average(Window window, int operand, int result) implements Stage {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }
  }

  /** Sums and signs added up. */
  record Add(List<Integer> operands, int result) implements Stage {
    public Add {
      operands = List.copyOf(operands);
    }
  }

  /** Codes of one kind, the channels of one operand after those of another. */
  record Concat(List<Integer> operands, int result) implements Stage {
    public Concat {
      operands = List.copyOf(operands);
    }
  }

  /**
   * A map, of codes or of sums, as a vector.
   *
   * @param channelsLast whether it goes place after place; else channel after channel, as the
   *     network has it
   */
  record Flatten(boolean channelsLast, int operand, int result) implements Stage {
    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    /** Where in the vector an element of the map stands. */
    int index(FeatureMap map, int place, int channel) {
      return channelsLast ? place * map.channels() + channel : channel * map.places() + place;
    }
  }
}
