package dev.signet.lower;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import dev.signet.ir.Verifier;
import dev.signet.network.Element;
import dev.signet.network.FloatTensor;
import dev.signet.network.Layer;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.SumFunction;
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
      case Layer.Dense _,
          Layer.BatchNorm _,
          Layer.Hardtanh _,
          Layer.Argmax _,
          Layer.Thermometer _,
          Layer.Conv _,
          Layer.MaxPool _,
          Layer.AvgPool _,
          Layer.Add _,
          Layer.Concat _,
          Layer.Quantize _,
          Layer.Scores _ ->
          throw new IllegalArgumentException(
              node.name() + " has no meaning of its own in integers");
    };
  }

  private Value threshold(Node sign) {
    PreActivation before = preActivation(operand(sign));
    Value operand = lowerValue(operand(before.dense()));
    BitMatrix.Builder weights = weights(before.dense());
    List<CountFunction> functions =
        functions(before, product(before.dense(), operand, weights.build()));
    List<Integer> thresholds = new ArrayList<>();
    for (int neuron = 0; neuron < functions.size(); neuron++) {
      NeuronThreshold found = NeuronThreshold.search(functions.get(neuron));
      thresholds.add(found.threshold());
      if (found.inverted()) {
        weights.invertRow(neuron);
      }
    }
    Value counts = define(product(before.dense(), operand, weights.build()));
    return define(new Instruction.Threshold(bits(sign), counts, thresholds));
  }

  private Value scores(Node node) {
    PreActivation before = preActivation(node);
    Value operand = lowerValue(operand(before.dense()));
    Instruction.XnorPopcount product =
        product(before.dense(), operand, weights(before.dense()).build());
    IntegerScores integer = IntegerScores.search(functions(before, product));
    Value counts = define(product);
    String name = before.norm().map(Node::name).orElse("scores");
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

  /** What float32 makes of each neuron's counts. */
  private List<CountFunction> functions(PreActivation before, Instruction.XnorPopcount product) {
    SumFunction function = model.sumFunction(before.dense(), before.norm());
    List<CountFunction> functions = new ArrayList<>();
    for (int neuron = 0; neuron < product.weights().rows(); neuron++) {
      try {
        functions.add(new CountFunction(function, neuron, SumRange.of(product, neuron)));
      } catch (LoweringException e) {
        throw new LoweringException(
            before.norm().orElse(before.dense()).name()
                + ", channel "
                + neuron
                + ": "
                + e.getMessage());
      }
    }
    return functions;
  }

  /** The signs of a dense layer's latent weights; 0 counts as +1. */
  private BitMatrix.Builder weights(Node dense) {
    FloatTensor latent = model.latentWeights(dense);
    int rows = latent.shape().extents().get(0);
    int columns = latent.shape().extents().get(1);
    BitMatrix.Builder weights = BitMatrix.builder(rows, columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        weights.set(row, column, latent.values()[row * columns + column] >= 0);
      }
    }
    return weights;
  }

  private static Instruction.XnorPopcount product(Node dense, Value operand, BitMatrix weights) {
    IrType type = Instruction.XnorPopcount.resultType(operand.type(), weights.rows());
    return new Instruction.XnorPopcount(new Value(dense.name(), type), operand, weights);
  }

  /** A dense layer and the batch norm after it, if there is one. */
  private record PreActivation(Node dense, Optional<Node> norm) {}

  private PreActivation preActivation(Node node) {
    return switch (node.layer()) {
      case Layer.Dense _ -> new PreActivation(node, Optional.empty());
      case Layer.BatchNorm _ ->
          new PreActivation(preActivation(operand(node)).dense(), Optional.of(node));
      // Only a sign follows, which sees no difference.
      case Layer.Hardtanh _ -> preActivation(operand(node));
      case Layer.Input _,
          Layer.Binarize _,
          Layer.Flatten _,
          Layer.Sign _,
          Layer.Dropout _,
          Layer.Thermometer _,
          Layer.Conv _,
          Layer.MaxPool _,
          Layer.AvgPool _,
          Layer.Add _,
          Layer.Concat _,
          Layer.Quantize _,
          Layer.Scores _,
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
