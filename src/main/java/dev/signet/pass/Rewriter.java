package dev.signet.pass;

import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A new program in the making: instructions are added in order, and operands that were replaced are
 * exchanged on the way.
 */
final class Rewriter {
  private final Map<Value, Value> replacements = new HashMap<>();
  private final List<Instruction> instructions = new ArrayList<>();

  /**
   * Lets later instructions use another value.
   *
   * @param current of the same type as {@code old}, and itself not replaced
   */
  void replace(Value old, Value current) {
    replacements.put(old, current);
  }

  /** What stands for a value now. */
  Value current(Value value) {
    return replacements.getOrDefault(value, value);
  }

  /** Adds an instruction, its operands exchanged. */
  void add(Instruction instruction) {
    instructions.add(
        switch (instruction) {
          case Instruction.Input input -> input;
          case Instruction.Binarize(var result, var operand, var at) ->
              new Instruction.Binarize(result, current(operand), at);
          case Instruction.Reshape(var result, var operand) ->
              new Instruction.Reshape(result, current(operand));
          case Instruction.XnorPopcount(var result, var operand, var weights, var groups) ->
              new Instruction.XnorPopcount(result, current(operand), weights, groups);
          case Instruction.Threshold(var result, var operand, var thresholds, var borders) ->
              new Instruction.Threshold(result, current(operand), thresholds, borders);
          case Instruction.Affine(var result, var operand, var scale, var offset, var borders) ->
              new Instruction.Affine(result, current(operand), scale, offset, borders);
          case Instruction.Thermometer(var result, var operand, var levels) ->
              new Instruction.Thermometer(result, current(operand), levels);
          case Instruction.ChannelsLast(var result, var operand) ->
              new Instruction.ChannelsLast(result, current(operand));
          case Instruction.Slide(var result, var operand, var window, var groups, var fill) ->
              new Instruction.Slide(result, current(operand), window, groups, fill);
          case Instruction.Pool(var result, var operand, var window, var all) ->
              new Instruction.Pool(result, current(operand), window, all);
          case Instruction.SumPool(var result, var operand, var window) ->
              new Instruction.SumPool(result, current(operand), window);
          case Instruction.Add(var result, var left, var right) ->
              new Instruction.Add(result, current(left), current(right));
          case Instruction.Concat(var result, var operands) ->
              new Instruction.Concat(result, operands.stream().map(this::current).toList());
          case Instruction.Argmax(var result, var operand) ->
              new Instruction.Argmax(result, current(operand));
        });
  }

  /** The new program, with the name and the output of the old. */
  Program finish(Program old) {
    Program.Output output = old.output();
    return new Program(
        old.name(),
        instructions,
        new Program.Output(
            output.name(), current(output.scores()), current(output.label()), output.labels()));
  }
}
