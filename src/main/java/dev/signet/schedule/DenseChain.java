package dev.signet.schedule;

import dev.signet.ir.Borders;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A dense network as the hardware sees it: an input encoder, layers of neurons, and a layer of
 * scores.
 *
 * @param inputElements number of elements of a frame
 * @param encoding what its elements are, and what the first layer sees of them
 * @param hidden layers of neurons with thresholds, in order
 * @param last the weights of the last layer
 * @param affine from its popcounts to scores
 */
record DenseChain(
    int inputElements,
    InputEncoding encoding,
    List<HiddenLayer> hidden,
    Instruction.XnorPopcount last,
    Instruction.Affine affine) {

  DenseChain {
    hidden = List.copyOf(hidden);
  }

  /** A layer of neurons. */
  record HiddenLayer(Instruction.XnorPopcount product, Instruction.Threshold threshold) {}

  /** The products of all layers, the last included. */
  List<Instruction.XnorPopcount> products() {
    List<Instruction.XnorPopcount> all = new ArrayList<>();
    hidden.forEach(layer -> all.add(layer.product()));
    all.add(last);
    return all;
  }

  /** Whether a chain of dense layers can hold such an instruction. */
  static boolean mayHold(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Input _,
          Instruction.Binarize _,
          Instruction.Reshape _,
          Instruction.Argmax _ ->
          true;
      case Instruction.XnorPopcount product ->
          product.operand().type().places() == 1 && product.groups() == 1;
      case Instruction.Threshold threshold ->
          threshold.steps() == 1
              && threshold.borders().equals(Borders.NONE)
              && threshold.operand().type().places() == 1;
      case Instruction.Affine affine -> affine.borders().equals(Borders.NONE);
      case Instruction.Thermometer _,
          Instruction.ChannelsLast _,
          Instruction.Slide _,
          Instruction.Pool _,
          Instruction.SumPool _,
          Instruction.Add _,
          Instruction.Concat _ ->
          false;
    };
  }

  /**
   * Reads the chain out of a program.
   *
   * @throws IllegalArgumentException when the program is no such chain
   */
  static DenseChain of(Program program) {
    return new Reader(program).read();
  }

  private static final class Reader {
    private final Program program;
    private final Map<Value, Instruction> definitions = new HashMap<>();

    Reader(Program program) {
      this.program = program;
      program
          .instructions()
          .forEach(instruction -> definitions.put(instruction.result(), instruction));
    }

    DenseChain read() {
      Instruction.Affine affine = expect(Instruction.Affine.class, program.output().scores());
      Instruction.Argmax argmax = expect(Instruction.Argmax.class, program.output().label());
      if (!argmax.operand().equals(affine.result())) {
        throw new IllegalArgumentException(
            "the class " + argmax.result() + " is not taken from the scores");
      }
      Instruction.XnorPopcount last = expect(Instruction.XnorPopcount.class, affine.operand());
      List<HiddenLayer> hidden = new ArrayList<>();
      Value source = beforeReshape(last.operand());
      while (definitions.get(source) instanceof Instruction.Threshold threshold) {
        Instruction.XnorPopcount product =
            expect(Instruction.XnorPopcount.class, threshold.operand());
        hidden.addFirst(new HiddenLayer(product, threshold));
        source = beforeReshape(product.operand());
      }
      InputEncoding encoding =
          source.type() instanceof IrType.Bits
              ? new InputEncoding.Bits()
              : new InputEncoding.Bytes();
      if (definitions.get(source) instanceof Instruction.Binarize binarize) {
        encoding = new InputEncoding.Binarized(binarize.at());
        source = beforeReshape(binarize.operand());
      }
      Instruction.Input input = expect(Instruction.Input.class, source);
      return new DenseChain(input.result().type().shape().size(), encoding, hidden, last, affine);
    }

    private Value beforeReshape(Value value) {
      Value source = value;
      while (definitions.get(source) instanceof Instruction.Reshape reshape) {
        source = reshape.operand();
      }
      return source;
    }

    private <T extends Instruction> T expect(Class<T> kind, Value value) {
      Instruction instruction = definitions.get(value);
      if (!kind.isInstance(instruction)) {
        throw new IllegalArgumentException(
            value + " should come from " + kind.getSimpleName() + ", not " + instruction);
      }
      return kind.cast(instruction);
    }
  }
}
