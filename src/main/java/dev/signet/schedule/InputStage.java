package dev.signet.schedule;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Value;
import java.util.List;
import java.util.Map;

/**
 * What is done to a frame on its way in.
 *
 * @param result the value that the first units see
 * @param elements number of elements of a frame
 * @param encoding what they are, and what the first units see of them
 * @param channels of the map whose channels go last; 1 where elements keep their order
 */
record InputStage(Value result, int elements, InputEncoding encoding, int channels) {

  /**
   * Follows the input as far as one thing after another is done to it that the input unit can do.
   *
   * @param consumers the instructions that take a value
   */
  static InputStage of(Instruction.Input input, Map<Value, List<Instruction>> consumers) {
    Value value = input.result();
    int elements = value.type().shape().size();
    InputEncoding encoding =
        value.type() instanceof IrType.Bits ? new InputEncoding.Bits() : new InputEncoding.Bytes();
    InputStage stage = new InputStage(value, elements, encoding, 1);
    while (true) {
      List<Instruction> next = consumers.getOrDefault(stage.result, List.of());
      InputStage further = next.size() == 1 ? stage.with(next.getFirst()) : stage;
      if (further.equals(stage)) {
        return stage;
      }
      stage = further;
    }
  }

  /** With what an instruction does, or the same where that is not for the input unit. */
  private InputStage with(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Reshape reshape ->
          new InputStage(reshape.result(), elements, encoding, channels);
      case Instruction.Binarize binarize when encoding instanceof InputEncoding.Bytes ->
          new InputStage(
              binarize.result(), elements, new InputEncoding.Binarized(binarize.at()), channels);
      case Instruction.Thermometer thermometer when encoding instanceof InputEncoding.Bytes ->
          new InputStage(
              thermometer.result(),
              elements,
              new InputEncoding.Thermometer(thermometer.levels()),
              channels);
      case Instruction.ChannelsLast turned
          when channels == 1 && !(encoding instanceof InputEncoding.Thermometer) ->
          new InputStage(
              turned.result(),
              elements,
              encoding,
              turned.operand().type().shape().extents().getFirst());
      case Instruction.Input _,
          Instruction.Binarize _,
          Instruction.Thermometer _,
          Instruction.ChannelsLast _,
          Instruction.Slide _,
          Instruction.XnorPopcount _,
          Instruction.Threshold _,
          Instruction.Pool _,
          Instruction.SumPool _,
          Instruction.Add _,
          Instruction.Concat _,
          Instruction.Affine _,
          Instruction.Argmax _ ->
          this;
    };
  }

  /** How frames go in. */
  FrameFormat frames(int elementsPerBeat) {
    return new FrameFormat(elements, encoding.bitsIn(), elementsPerBeat, channels);
  }
}
