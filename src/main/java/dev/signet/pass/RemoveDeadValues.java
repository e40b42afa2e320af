package dev.signet.pass;

import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.ir.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes every value that neither scores nor label depend on. The input stays. */
public final class RemoveDeadValues implements Pass {

  @Override
  public Program apply(Program program) {
    Set<Value> needed = new HashSet<>();
    needed.add(program.input());
    needed.add(program.output().scores());
    needed.add(program.output().label());
    for (Instruction instruction : program.instructions().reversed()) {
      if (needed.contains(instruction.result())) {
        needed.addAll(instruction.operands());
      }
    }
    List<Instruction> kept =
        program.instructions().stream()
            .filter(instruction -> needed.contains(instruction.result()))
            .toList();
    return new Program(program.name(), kept, program.output());
  }
}
