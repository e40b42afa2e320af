package dev.signet.pass;

import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes a reshape of a channels_last that moves nothing, lets a reshape of a reshape start from the
 * first operand, and drops a reshape to the shape that the operand has already. A reshape that
 * nobody uses any more is left to {@link RemoveDeadValues}.
 */
public final class FuseReshapes implements Pass {

  @Override
  public Program apply(Program program) {
    Rewriter rewriter = new Rewriter();
    Map<Value, Value> sources = new HashMap<>();
    for (Instruction given : program.instructions()) {
      Instruction instruction = movesNothing(given) ? reshape(given) : given;
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

  private static boolean movesNothing(Instruction instruction) {
    return instruction instanceof Instruction.ChannelsLast turned
        && (turned.result().type().channels() == 1 || turned.result().type().places() == 1);
  }

  private static Instruction.Reshape reshape(Instruction turned) {
    return new Instruction.Reshape(turned.result(), turned.operands().getFirst());
  }
}
