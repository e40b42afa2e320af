package dev.signet.pass;

import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets a reshape of a reshape start from the first operand, and drops a reshape to the shape that
 * the operand has already. A reshape that nobody uses any more is left to {@link RemoveDeadValues}.
 */
public final class FuseReshapes implements Pass {

  @Override
  public Program apply(Program program) {
    Rewriter rewriter = new Rewriter();
    Map<Value, Value> sources = new HashMap<>();
    for (Instruction instruction : program.instructions()) {
      if (instruction instanceof Instruction.Reshape(Value result, Value operand)) {
        Value source = sources.getOrDefault(operand, operand);
        sources.put(result, source);
        if (source.type().equals(result.type())) {
          rewriter.replace(result, source);
        } else {
          rewriter.add(new Instruction.Reshape(result, source));
        }
      } else {
        rewriter.add(instruction);
      }
    }
    return rewriter.finish(program);
  }
}
