package dev.signet.schedule;

import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a program streams where. Some instructions are no unit of their own: a reshape changes
 * nothing in a stream, a window is made anew for each that looks through it, a product with
 * thresholds behind it is one unit with them, and the last scores belong to the way out.
 */
final class Dataflow {
  private final Map<Value, Instruction> definitions = new HashMap<>();
  private final Map<Value, List<Instruction>> consumers = new HashMap<>();
  private final List<Instruction> needed = new ArrayList<>();
  private final Map<Value, Integer> branches = new HashMap<>();
  private final InputStage input;
  private final Value scores;

  /**
   * Reads a verified program.
   *
   * @throws IllegalArgumentException when its class is not that of its scores
   */
  Dataflow(Program program) {
    program.instructions().forEach(each -> definitions.put(each.result(), each));
    scores = program.output().scores();
    if (!(definition(program.output().label()) instanceof Instruction.Argmax argmax)
        || !argmax.operand().equals(scores)) {
      throw new IllegalArgumentException(
          "the class " + program.output().label() + " is not taken from the scores");
    }
    Set<Value> reached = new HashSet<>();
    reach(scores, reached);
    for (Instruction instruction : program.instructions()) {
      if (reached.contains(instruction.result())) {
        needed.add(instruction);
        instruction
            .operands()
            .forEach(
                operand ->
                    consumers.computeIfAbsent(operand, _ -> new ArrayList<>()).add(instruction));
      }
    }
    input = InputStage.of((Instruction.Input) program.instructions().getFirst(), consumers);
    units().forEach(unit -> operands(unit).forEach(this::branch));
    branch(operandOfScores());
  }

  private void reach(Value value, Set<Value> reached) {
    if (reached.add(value)) {
      definition(value).operands().forEach(operand -> reach(operand, reached));
    }
  }

  private void branch(Value operand) {
    branches.merge(root(operand), 1, Integer::sum);
  }

  /** What is done to frames on their way in. */
  InputStage input() {
    return input;
  }

  /** The instruction that defines a value. */
  Instruction definition(Value value) {
    Instruction instruction = definitions.get(value);
    if (instruction == null) {
      throw new IllegalArgumentException(value + " is not defined");
    }
    return instruction;
  }

  /** The instructions that are units of their own, in order. */
  List<Instruction> units() {
    Set<Value> ofInput = new HashSet<>();
    Value value = input.result();
    while (ofInput.add(value) && !definition(value).operands().isEmpty()) {
      value = definition(value).operands().getFirst();
    }
    return needed.stream()
        .filter(each -> !ofInput.contains(each.result()) && !isPassedThrough(each))
        .filter(
            each ->
                !(each instanceof Instruction.XnorPopcount product
                    && threshold(product).isPresent()))
        .filter(each -> last().filter(each::equals).isEmpty())
        .toList();
  }

  /** The products of the network, in order. */
  List<Instruction.XnorPopcount> products() {
    return needed.stream()
        .filter(Instruction.XnorPopcount.class::isInstance)
        .map(Instruction.XnorPopcount.class::cast)
        .toList();
  }

  /** The thresholds that make one unit with a product. */
  Optional<Instruction.Threshold> threshold(Instruction.XnorPopcount product) {
    List<Instruction> all = consumers.getOrDefault(product.result(), List.of());
    return all.size() == 1 && all.getFirst() instanceof Instruction.Threshold threshold
        ? Optional.of(threshold)
        : Optional.empty();
  }

  /** The product that makes one unit with thresholds. */
  Optional<Instruction.XnorPopcount> product(Instruction.Threshold threshold) {
    return definition(threshold.operand()) instanceof Instruction.XnorPopcount product
            && threshold(product).isPresent()
        ? Optional.of(product)
        : Optional.empty();
  }

  /** The product in the unit of an instruction, be it that or the thresholds behind it. */
  Optional<Instruction.XnorPopcount> productOf(Instruction unit) {
    return switch (unit) {
      case Instruction.XnorPopcount product -> Optional.of(product);
      case Instruction.Threshold threshold -> product(threshold);
      case Instruction _ -> Optional.empty();
    };
  }

  /** The value that the unit of a product gives. */
  Value result(Instruction.XnorPopcount product) {
    return threshold(product).map(Instruction.Threshold::result).orElse(product.result());
  }

  /** What the unit of an instruction takes. */
  List<Value> operands(Instruction unit) {
    return unit instanceof Instruction.Threshold threshold
        ? product(threshold).map(Instruction::operands).orElse(threshold.operands())
        : unit.operands();
  }

  /** The units that take a stream. */
  List<Instruction> takers(Value root) {
    return units().stream()
        .filter(unit -> operands(unit).stream().anyMatch(each -> root(each).equals(root)))
        .toList();
  }

  /** The scores of the last layer. */
  Value scores() {
    return scores;
  }

  /** The affine function of the last layer, which the way out computes. */
  Optional<Instruction.Affine> last() {
    return definition(scores) instanceof Instruction.Affine affine
            && affine.operand().type().places() == 1
            && consumers.getOrDefault(scores, List.of()).isEmpty()
        ? Optional.of(affine)
        : Optional.empty();
  }

  /**
   * From what the way out takes to the scores: the last affine function, or that they are these.
   */
  Instruction.Affine scoring() {
    int classes = scores.type().shape().size();
    return last()
        .orElseGet(
            () ->
                new Instruction.Affine(
                    scores,
                    scores,
                    Collections.nCopies(classes, 1L),
                    Collections.nCopies(classes, 0L)));
  }

  /** What the way out takes. */
  Value operandOfScores() {
    return scoring().operand();
  }

  /** The value whose stream a value is. */
  Value root(Value value) {
    Value root = value;
    while (!root.equals(input.result()) && isPassedThrough(definition(root))) {
      root = definition(root).operands().getFirst();
    }
    return root;
  }

  /** How many units take a stream. */
  int branches(Value root) {
    return branches.getOrDefault(root, 0);
  }

  private static boolean isPassedThrough(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Reshape _, Instruction.Slide _, Instruction.ChannelsLast _ -> true;
      case Instruction.Input _,
          Instruction.Binarize _,
          Instruction.Thermometer _,
          Instruction.XnorPopcount _,
          Instruction.Threshold _,
          Instruction.Pool _,
          Instruction.SumPool _,
          Instruction.Add _,
          Instruction.Concat _,
          Instruction.Affine _,
          Instruction.Argmax _ ->
          false;
    };
  }
}
