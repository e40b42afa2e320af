package dev.signet.lower;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import dev.signet.ir.Verifier;
import dev.signet.network.BatchNormParameters;
import dev.signet.network.Element;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers a trained model to the IR, from its output back to its input. */
public final class ModelLowering {
  private final Model model;
  private final Network network;
  private final List<Instruction> instructions = new ArrayList<>();

  private ModelLowering(Model model) {
    this.model = model;
    this.network = model.network();
  }

  /**
   * The model in bits and integers. Only what the output depends on is kept.
   *
   * @return a verified program
   * @throws LoweringException when the last layer's decisions cannot be kept in integers, or a
   *     value is not a number
   */
  public static Program lower(Model model) {
    return new ModelLowering(model).lower();
  }

  private Program lower() {
    Node output = network.output();
    if (!(output.layer() instanceof Layer.Argmax argmax)) {
      throw new IllegalArgumentException("output " + output.name() + " is no argmax");
    }
    Value scores = scores(operand(output));
    Value label =
        define(
            new Instruction.Argmax(
                new Value(output.name(), Verifier.argmaxType((IrType.Integers) scores.type())),
                scores));
    return Verifier.verify(
        new Program(
            network.name(),
            instructions,
            new Program.Output(network.outputName(), scores, label, argmax.labels())));
  }

  /** A value of bits, or of the input's bytes. */
  private Value lowerValue(Node node) {
    return switch (node.layer()) {
      case Layer.Input _ -> define(new Instruction.Input(new Value(node.name(), inputType(node))));
      case Layer.Binarize binarize -> {
        Value operand = lowerValue(operand(node));
        yield define(new Instruction.Binarize(bits(node), operand, binarize.at()));
      }
      case Layer.Flatten _ -> {
        Value operand = lowerValue(operand(node));
        IrType type =
            switch (operand.type()) {
              case IrType.Bits _ -> new IrType.Bits(node.type().shape());
              case IrType.Integers i -> new IrType.Integers(i.min(), i.max(), node.type().shape());
            };
        yield define(new Instruction.Reshape(new Value(node.name(), type), operand));
      }
      case Layer.Sign _ -> threshold(node);
      case Layer.Dropout _ -> lowerValue(operand(node));
      case Layer.Dense _, Layer.BatchNorm _, Layer.Hardtanh _, Layer.Argmax _ ->
          throw new IllegalArgumentException(
              node.name() + " has no meaning of its own in integers");
    };
  }

  private Value threshold(Node sign) {
    PreActivation before = preActivation(operand(sign));
    int neurons = sign.type().shape().size();
    boolean[] inverted = new boolean[neurons];
    List<Integer> thresholds = new ArrayList<>();
    for (int neuron = 0; neuron < neurons; neuron++) {
      NeuronThreshold found = NeuronThreshold.search(function(before, neuron));
      inverted[neuron] = found.inverted();
      thresholds.add(found.threshold());
    }
    Value counts = popcounts(before, inverted);
    return define(new Instruction.Threshold(bits(sign), counts, thresholds));
  }

  private Value scores(Node node) {
    PreActivation before = preActivation(node);
    int classes = node.type().shape().size();
    IntegerScores integer =
        before.norm().isPresent()
            ? IntegerScores.search(before.norm().get(), before.inputs())
            : IntegerScores.ofSums(classes, before.inputs());
    Value counts = popcounts(before, new boolean[classes]);
    String name = before.normName().orElse("scores");
    Instruction.Affine untyped =
        new Instruction.Affine(
            new Value(name, counts.type()), counts, integer.scale(), integer.offset());
    return define(
        new Instruction.Affine(
            new Value(name, Verifier.affineType(untyped)),
            counts,
            integer.scale(),
            integer.offset()));
  }

  private CountFunction function(PreActivation before, int neuron) {
    try {
      return before.norm().isPresent()
          ? CountFunction.ofBatchNorm(before.norm().get(), neuron, before.inputs())
          : CountFunction.ofSum(before.inputs());
    } catch (LoweringException e) {
      throw new LoweringException(
          before.normName().orElse(before.dense().name())
              + ", channel "
              + neuron
              + ": "
              + e.getMessage());
    }
  }

  private Value popcounts(PreActivation before, boolean[] inverted) {
    Value operand = lowerValue(operand(before.dense()));
    FloatTensor latent = model.latentWeights(before.dense());
    int inputs = before.inputs();
    BitMatrix.Builder weights = BitMatrix.builder(inverted.length, inputs);
    for (int neuron = 0; neuron < inverted.length; neuron++) {
      for (int input = 0; input < inputs; input++) {
        boolean positive = latent.values()[neuron * inputs + input] >= 0;
        weights.set(neuron, input, positive != inverted[neuron]);
      }
    }
    IrType.Integers type = new IrType.Integers(0, inputs, Shape.of(inverted.length));
    return define(
        new Instruction.XnorPopcount(
            new Value(before.dense().name(), type), operand, weights.build()));
  }

  /** A dense layer and the batch norm after it, if there is one. */
  private record PreActivation(
      Node dense, int inputs, Optional<BatchNormParameters> norm, Optional<String> normName) {}

  private PreActivation preActivation(Node node) {
    return switch (node.layer()) {
      case Layer.Dense dense -> {
        if (dense.bias() || !(operand(node).type().element() instanceof Element.Bit)) {
          throw new LoweringException(
              "'" + node.name() + "' has a bias or takes bytes, which hardware cannot do yet");
        }
        yield new PreActivation(
            node, operand(node).type().shape().size(), Optional.empty(), Optional.empty());
      }
      // Its values are clamped, but their signs stay.
      case Layer.Hardtanh _ -> preActivation(operand(node));
      case Layer.BatchNorm _ -> {
        PreActivation before = preActivation(operand(node));
        yield new PreActivation(
            before.dense(),
            before.inputs(),
            Optional.of(model.batchNorm(node)),
            Optional.of(node.name()));
      }
      case Layer.Input _,
          Layer.Binarize _,
          Layer.Flatten _,
          Layer.Sign _,
          Layer.Dropout _,
          Layer.Argmax _ ->
          throw new IllegalArgumentException(node.name() + " is no sum");
    };
  }

  private Node operand(Node node) {
    return network.nodes().get(node.operands().getFirst());
  }

  private static Value bits(Node node) {
    return new Value(node.name(), new IrType.Bits(node.type().shape()));
  }

  private static IrType inputType(Node input) {
    return input.type().element() instanceof Element.Bit
        ? new IrType.Bits(input.type().shape())
        : new IrType.Integers(0, 255, input.type().shape());
  }

  private Value define(Instruction instruction) {
    instructions.add(instruction);
    return instruction.result();
  }
}
