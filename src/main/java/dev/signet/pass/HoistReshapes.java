package dev.signet.pass;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves a reshape of binarized elements before the binarization: pixels then reach the hardware in
 * the flat order in which they are used, and one form remains of the two that mean the same. A
 * binarization that something else uses in its old shape stays as it is.
 */
public final class HoistReshapes implements Pass {

  @Override
  public Program apply(Program program) {
    Map<Value, Instruction.Reshape> soleReshapes = soleReshapes(program);
    Rewriter rewriter = new Rewriter();
    for (Instruction instruction : program.instructions()) {
      Instruction.Reshape hoisted = soleReshapes.get(instruction.result());
      if (hoisted != null && instruction instanceof Instruction.Binarize binarize) {
        hoist(binarize, hoisted, rewriter);
      } else if (!(instruction instanceof Instruction.Reshape reshape
          && soleReshapes.containsKey(reshape.operand()))) {
        rewriter.add(instruction);
      }
    }
    return rewriter.finish(program);
  }

  /** Of each binarization with one use that is a reshape, this reshape. */
  private static Map<Value, Instruction.Reshape> soleReshapes(Program program) {
    Map<Value, Integer> uses = new HashMap<>();
    for (Instruction instruction : program.instructions()) {
      instruction.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
    }
    Set<Value> binarized =
        program.instructions().stream()
            .filter(Instruction.Binarize.class::isInstance)
            .map(Instruction::result)
            .filter(result -> uses.getOrDefault(result, 0) == 1)
            .collect(Collectors.toSet());
    Map<Value, Instruction.Reshape> reshapes = new HashMap<>();
    for (Instruction instruction : program.instructions()) {
      if (instruction instanceof Instruction.Reshape reshape
          && binarized.contains(reshape.operand())) {
        reshapes.put(reshape.operand(), reshape);
      }
    }
    return reshapes;
  }

  private static void hoist(
      Instruction.Binarize binarize, Instruction.Reshape reshape, Rewriter rewriter) {
    IrType.Integers old = (IrType.Integers) binarize.operand().type();
    IrType.Bits flat = (IrType.Bits) reshape.result().type();
    Value integers =
        new Value(reshape.result().name(), new IrType.Integers(old.min(), old.max(), flat.shape()));
    Value bits = new Value(binarize.result().name(), flat);
    rewriter.add(new Instruction.Reshape(integers, binarize.operand()));
    rewriter.add(new Instruction.Binarize(bits, integers, binarize.at()));
    rewriter.replace(reshape.result(), bits);
  }
}
