package dev.signet.pass;

import dev.signet.ir.IrException;
import dev.signet.ir.Program;
import dev.signet.ir.Verifier;
import java.util.List;

/**
 * Passes in order.
 *
 * @param passes each gets what the one before it gave
 */
public record PassPipeline(List<Pass> passes) {
  public PassPipeline {
    passes = List.copyOf(passes);
  }

  /** What every program goes through between lowering and scheduling. */
  public static PassPipeline standard() {
    return new PassPipeline(
        List.of(
            new FuseReshapes(),
            new RemoveDeadValues(),
            new HoistReshapes(),
            new FuseReshapes(),
            new RemoveDeadValues()));
  }

  /**
   * Runs all passes and verifies the program before the first and after each.
   *
   * @throws IrException when the given program breaks a rule of the IR
   * @throws IllegalStateException when a pass makes a program that does: a bug of the pass, named
   */
  public Program apply(Program program) {
    Program current = Verifier.verify(program);
    for (Pass pass : passes) {
      current = verified(pass, pass.apply(current));
    }
    return current;
  }

  private static Program verified(Pass pass, Program changed) {
    try {
      return Verifier.verify(changed);
    } catch (IrException e) {
      throw new IllegalStateException(
          "pass " + pass.name() + " broke " + changed.name() + ": " + e.getMessage(), e);
    }
  }
}
