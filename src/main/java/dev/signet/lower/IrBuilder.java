package dev.signet.lower;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.ResultTypes;
import dev.signet.ir.Value;
import dev.signet.network.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Instructions in the making, each value under a name of its own. */
final class IrBuilder {
  private final List<Instruction> instructions = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  List<Instruction> instructions() {
    return instructions;
  }

  /** A value under this name, or with a number behind it where the name is taken. */
  Value value(String name, IrType type) {
    String free = name;
    for (int number = 2; !names.add(free); number++) {
      free = name + "_" + number;
    }
    return new Value(free, type);
  }

  Value define(Instruction instruction) {
    instructions.add(instruction);
    return instruction.result();
  }

  Value reshape(String name, Value operand, Shape shape) {
    return define(new Instruction.Reshape(value(name, operand.type().reshaped(shape)), operand));
  }

  Value channelsLast(String name, Value operand) {
    return define(
        new Instruction.ChannelsLast(
            value(name, ResultTypes.channelsLast(operand.type())), operand));
  }

  /** The sum, element by element; bits count as 0 and 1. */
  Value add(String name, Value left, Value right) {
    return define(
        new Instruction.Add(value(name, ResultTypes.add(left.type(), right.type())), left, right));
  }

  /** At all places {@code scale[k]·x + offset[k]}. */
  Value affine(String name, Value operand, List<Long> scale, List<Long> offset) {
    Instruction.Affine untyped = new Instruction.Affine(operand, operand, scale, offset);
    return define(
        new Instruction.Affine(value(name, ResultTypes.affine(untyped)), operand, scale, offset));
  }
}
