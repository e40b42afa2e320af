package dev.signet.pass;

import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import dev.signet.network.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Moves a reshape or channels_last of binarized elements before the binarization: pixels then reach
 * the hardware in the order in which they are used, and one form remains of the two that mean the
 * same. So too a reshape of a thermometer's bits to a vector. What something else uses in its old
 * shape stays as it is.
 */
public final class HoistReshapes implements Pass {

  @Override
  public Program apply(Program program) {
    Program result = program;
    // What was hoisted may stand behind another that can be hoisted now.
    for (Optional<Program> next = hoistOnce(result); next.isPresent(); next = hoistOnce(result)) {
      result = next.get();
    }
    return result;
  }

  /** The changed program; nothing where nothing can be hoisted. */
  private static Optional<Program> hoistOnce(Program program) {
    Map<Value, Instruction> soleUses = soleUses(program);
    Set<Value> hoisted = new HashSet<>();
    Rewriter rewriter = new Rewriter();
    for (Instruction instruction : program.instructions()) {
      Value result = instruction.result();
      if (hoisted.contains(result)) {
        continue;
      }
      Instruction use = soleUses.get(result);
      Optional<Value> moved = use == null ? Optional.empty() : hoist(instruction, use, rewriter);
      if (use != null && moved.isPresent()) {
        hoisted.add(use.result());
        rewriter.replace(use.result(), moved.get());
      } else {
        rewriter.add(instruction);
      }
    }
    return hoisted.isEmpty() ? Optional.empty() : Optional.of(rewriter.finish(program));
  }

  /** Of each value with one use, the instruction that uses it. */
  private static Map<Value, Instruction> soleUses(Program program) {
    Map<Value, Integer> uses = new HashMap<>();
    Map<Value, Instruction> users = new HashMap<>();
    for (Instruction instruction : program.instructions()) {
      for (Value operand : instruction.operands()) {
        uses.merge(operand, 1, Integer::sum);
        users.put(operand, instruction);
      }
    }
    users.keySet().removeIf(value -> uses.getOrDefault(value, 0) != 1);
    return users;
  }

  /** Adds both in the other order, if they can be; gives what stands for the result of the use. */
  private static Optional<Value> hoist(Instruction first, Instruction use, Rewriter rewriter) {
    if (first instanceof Instruction.Binarize(Value result, Value operand, int at)
        && (use instanceof Instruction.Reshape || use instanceof Instruction.ChannelsLast)) {
      Value moved = moved(use, operand, use.result().type().shape(), rewriter);
      Value bits = new Value(result.name(), use.result().type());
      rewriter.add(new Instruction.Binarize(bits, moved, at));
      return Optional.of(bits);
    }
    if (first instanceof Instruction.Thermometer(Value result, Value operand, var levels)
        && use instanceof Instruction.Reshape
        && use.result().type().shape().rank() == 1) {
      Shape flat = Shape.of(operand.type().shape().size());
      Value bits = new Value(result.name(), use.result().type());
      rewriter.add(new Instruction.Thermometer(bits, moved(use, operand, flat, rewriter), levels));
      return Optional.of(bits);
    }
    return Optional.empty();
  }

  /** The reshape or channels_last of an operand of integers. */
  private static Value moved(Instruction use, Value operand, Shape shape, Rewriter rewriter) {
    Value moved = new Value(use.result().name(), operand.type().reshaped(shape));
    rewriter.add(
        use instanceof Instruction.ChannelsLast
            ? new Instruction.ChannelsLast(moved, operand)
            : new Instruction.Reshape(moved, operand));
    return moved;
  }
}
