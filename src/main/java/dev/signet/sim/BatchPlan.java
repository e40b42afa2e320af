package dev.signet.sim;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program as steps over numbered buffers.
 *
 * @param steps in order
 * @param longsPerLane size of each buffer, for one frame
 * @param scores buffer of the output's scores
 * @param label buffer of the output's label
 */
record BatchPlan(List<BatchStep> steps, List<Integer> longsPerLane, int scores, int label) {
  BatchPlan {
    steps = List.copyOf(steps);
    longsPerLane = List.copyOf(longsPerLane);
  }

  /** Plans a verified program. */
  static BatchPlan of(Program program) {
    return new Planner(program).plan();
  }

  private static final class Planner {
    private final Program program;
    private final Map<Value, Instruction> definitions = new HashMap<>();
    private final Map<Value, Value> sources = new HashMap<>();
    private final Map<Value, Integer> uses = new HashMap<>();
    private final Set<Value> compared = new HashSet<>();
    private final Map<Value, Integer> buffers = new HashMap<>();
    private final Map<Value, Integer> planes = new HashMap<>();
    private final List<Integer> longsPerLane = new ArrayList<>();
    private final List<BatchStep> steps = new ArrayList<>();

    Planner(Program program) {
      this.program = program;
    }

    BatchPlan plan() {
      for (Instruction instruction : program.instructions()) {
        definitions.put(instruction.result(), instruction);
        if (instruction instanceof Instruction.Reshape reshape) {
          sources.put(reshape.result(), source(reshape.operand()));
        }
      }
      Value scores = source(program.output().scores());
      Value label = source(program.output().label());
      countUses(scores, label);
      for (Instruction instruction : program.instructions()) {
        if (uses.containsKey(instruction.result())) {
          plan(instruction);
        }
      }
      return new BatchPlan(steps, longsPerLane, buffer(scores), buffer(label));
    }

    /** The value as it was before any reshape: a reshape moves nothing. */
    private Value source(Value value) {
      return sources.getOrDefault(value, value);
    }

    /** Counts, for each source that the output depends on, how often it is read. */
    private void countUses(Value scores, Value label) {
      uses.merge(scores, 1, Integer::sum);
      uses.merge(label, 1, Integer::sum);
      for (Instruction instruction : program.instructions().reversed()) {
        if (uses.containsKey(instruction.result())) {
          for (Value operand : instruction.operands()) {
            uses.merge(source(operand), 1, Integer::sum);
          }
          if (instruction instanceof Instruction.Threshold
              || instruction instanceof Instruction.Binarize) {
            compared.add(source(instruction.operands().getFirst()));
          }
        }
      }
    }

    private void plan(Instruction instruction) {
      Value result = instruction.result();
      switch (instruction) {
        case Instruction.Input _ -> {
          if (result.type() instanceof IrType.Bits) {
            steps.add(new BatchStep.PackInput(allocate(result), 1));
          }
        }
        case Instruction.Reshape _ ->
            throw new IllegalStateException(result + " is not a source of values");
        case Instruction.Binarize binarize -> {
          Value operand = source(binarize.operand());
          if (operand.equals(program.input())) {
            steps.add(new BatchStep.PackInput(allocate(result), binarize.at()));
          } else {
            compare(
                result, operand, Collections.nCopies(result.type().shape().size(), binarize.at()));
          }
        }
        case Instruction.Threshold threshold ->
            compare(result, source(threshold.operand()), threshold.thresholds());
        case Instruction.XnorPopcount product -> {
          if (!isFused(product)) {
            int operand = packed(product);
            steps.add(new BatchStep.Sum(allocate(result), operand, PackedLayer.of(product)));
          }
        }
        case Instruction.Affine affine -> {
          int operand = buffer(source(affine.operand()));
          steps.add(
              new BatchStep.Scale(allocate(result), operand, affine.scale(), affine.offset()));
        }
        case Instruction.Argmax argmax -> {
          int operand = buffer(source(argmax.operand()));
          steps.add(
              new BatchStep.Largest(
                  allocate(result), operand, argmax.operand().type().shape().size()));
        }
        case Instruction.Thermometer _,
            Instruction.ChannelsLast _,
            Instruction.Slide _,
            Instruction.Pool _,
            Instruction.SumPool _,
            Instruction.Add _,
            Instruction.Concat _ ->
            throw new IllegalStateException("not planned yet");
      }
    }

    private void compare(Value result, Value operand, List<Integer> levels) {
      if (definitions.get(operand) instanceof Instruction.XnorPopcount product
          && isFused(product)) {
        int bits = packed(product);
        steps.add(
            new BatchStep.SumAndCompare(allocate(result), bits, PackedLayer.of(product, levels)));
      } else {
        int integers = buffer(operand);
        steps.add(new BatchStep.Compare(allocate(result), integers, levels));
      }
    }

    /** The buffer of a product's operand: bits, or integers taken apart into planes. */
    private int packed(Instruction.XnorPopcount product) {
      Value operand = source(product.operand());
      return switch (operand.type()) {
        case IrType.Bits _ -> buffer(operand);
        case IrType.Integers _ -> {
          Integer known = planes.get(operand);
          yield known != null ? known : takeApart(operand, product.planes());
        }
      };
    }

    private int takeApart(Value operand, int count) {
      int size = operand.type().shape().size();
      int result = allocate(count * BitMatrix.wordsFor(size));
      steps.add(
          operand.equals(program.input())
              ? new BatchStep.PackInputPlanes(result)
              : new BatchStep.PackPlanes(result, buffer(operand), size, count));
      planes.put(operand, result);
      return result;
    }

    /** Whether only one comparison reads the sums, so that they need not be stored. */
    private boolean isFused(Instruction.XnorPopcount product) {
      return uses.getOrDefault(product.result(), 0) == 1 && compared.contains(product.result());
    }

    private int buffer(Value source) {
      Integer buffer = buffers.get(source);
      if (buffer != null) {
        return buffer;
      }
      if (source.equals(program.input())) {
        steps.add(new BatchStep.SpreadInput(allocate(source)));
        return buffer(source);
      }
      throw new IllegalStateException(source + " is not computed");
    }

    private int allocate(Value value) {
      int size = value.type().shape().size();
      int buffer =
          allocate(
              switch (value.type()) {
                case IrType.Bits _ -> BitMatrix.wordsFor(size);
                case IrType.Integers _ -> size;
              });
      buffers.put(value, buffer);
      return buffer;
    }

    private int allocate(int longs) {
      longsPerLane.add(longs);
      return longsPerLane.size() - 1;
    }
  }
}
