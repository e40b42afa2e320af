package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.slice;

import dev.signet.ir.Instruction;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;

/** What is made of the elements of a place one by one. */
sealed interface ElementLogic extends PlaceLogic {

  /** The sum of two operands. */
  record Sum(Instruction.Add instruction) implements ElementLogic {
    @Override
    public String comment() {
      return "%s: sums of %d elements of %d and of %d bits, of %d bits each."
          .formatted(
              instruction.result().name(),
              instruction.result().type().channels(),
              StreamFormat.elementBits(instruction.left().type()),
              StreamFormat.elementBits(instruction.right().type()),
              StreamFormat.elementBits(instruction.result().type()));
    }

    @Override
    public List<Integer> seen() {
      int channels = instruction.result().type().channels();
      return List.of(channels, channels);
    }

    @Override
    public double luts(Technology technology) {
      return instruction.result().type().channels()
          * StreamFormat.elementBits(instruction.result().type());
    }

    @Override
    public Expression build(ModuleBuilder module, List<Wires> operands, int parameters) {
      Wires left = operands.get(0);
      Wires right = operands.get(1);
      int bits = StreamFormat.elementBits(instruction.result().type());
      // A sum that is never negative may have fewer bits than an operand that is.
      int wide = Math.max(bits, Math.max(left.format().bits(), right.format().bits()));
      List<Expression> sums = new ArrayList<>();
      for (int k = 0; k < instruction.result().type().channels(); k++) {
        Expression sum =
            add(
                left.format().extended(left.element(k), wide),
                right.format().extended(right.element(k), wide));
        sums.add(slice(module.wire("sum_" + k, sum), 0, bits));
      }
      return concat(sums.reversed());
    }
  }

  /** {@code scale · sum + offset}. */
  record Affine(Instruction.Affine affine) implements ElementLogic {
    @Override
    public String comment() {
      return "%s: scale * sum + offset of %d elements."
          .formatted(affine.result().name(), affine.result().type().channels());
    }

    @Override
    public List<Integer> seen() {
      return List.of(affine.operand().type().channels());
    }

    @Override
    public int parameters(int row, int column) {
      return affine.borders().classOf(row, column);
    }

    @Override
    public double luts(Technology technology) {
      int bits = StreamFormat.elementBits(affine.result().type());
      return technology.scorePerBit() * affine.result().type().channels() * bits;
    }

    @Override
    public Expression build(ModuleBuilder module, List<Wires> operands, int parameters) {
      ScoreArithmetic arithmetic = new ScoreArithmetic(affine);
      int bits = StreamFormat.elementBits(affine.result().type());
      List<Expression> results = new ArrayList<>();
      for (int k = 0; k < arithmetic.classes(); k++) {
        Signal result =
            arithmetic.score(
                module,
                Integer.toString(k),
                operands.getFirst().element(k),
                constant(arithmetic.scaleBits(), arithmetic.scale(k)),
                constant(arithmetic.offsetBits(), arithmetic.offset(parameters, k)));
        // What is never negative has no sign behind it.
        results.add(slice(result, 0, bits));
      }
      return concat(results.reversed());
    }
  }

  /** The elements of several operands, one after another. */
  record Joined(Instruction.Concat instruction) implements ElementLogic {
    @Override
    public String comment() {
      return "%s: the elements of %d operands side by side."
          .formatted(instruction.result().name(), instruction.operands().size());
    }

    @Override
    public List<Integer> seen() {
      return instruction.operands().stream().map(operand -> operand.type().channels()).toList();
    }

    @Override
    public boolean isWiring() {
      return true;
    }

    @Override
    public double luts(Technology technology) {
      return 0;
    }

    @Override
    public Expression build(ModuleBuilder module, List<Wires> operands, int parameters) {
      return concat(operands.reversed().stream().map(Wires::word).toList());
    }
  }
}
