package dev.signet.ir;

import static dev.signet.ir.TypeRules.require;

import dev.signet.ir.IrType.Integers;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Holds a program to the rules of the IR; run after everything that makes or changes one. */
public final class Verifier {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private final Program program;
  private final Map<String, Value> defined = new HashMap<>();

  private Verifier(Program program) {
    this.program = program;
  }

  /**
   * Checks every rule.
   *
   * @return the same program
   * @throws IrException when a rule is broken; the message names the value
   */
  public static Program verify(Program program) {
    new Verifier(program).check();
    return program;
  }

  private void check() {
    require(NAME.matcher(program.name()).matches(), program.name(), "is no identifier");
    require(!program.instructions().isEmpty(), program.name(), "has no instructions");
    for (int index = 0; index < program.instructions().size(); index++) {
      Instruction instruction = program.instructions().get(index);
      Value result = instruction.result();
      require(
          (instruction instanceof Instruction.Input) == (index == 0),
          result,
          "input comes first, and once");
      for (Value operand : instruction.operands()) {
        require(
            operand.equals(defined.get(operand.name())),
            result,
            "uses " + operand + ", which is not defined before");
      }
      TypeRules.check(instruction);
      require(NAME.matcher(result.name()).matches(), result, "is no identifier");
      require(defined.put(result.name(), result) == null, result, "is defined twice");
    }
    checkOutput(program.output());
  }

  private void checkOutput(Program.Output output) {
    require(
        output.scores().equals(defined.get(output.scores().name())),
        output.scores(),
        "is not defined");
    require(
        output.label().equals(defined.get(output.label().name())),
        output.label(),
        "is not defined");
    Integers scores = TypeRules.integers(output.label(), output.scores());
    require(
        output.label().type().equals(ResultTypes.argmax(scores)),
        output.label(),
        "is no class of " + output.scores());
    require(
        output.labels().size() == scores.shape().size(),
        output.scores(),
        output.labels().size() + " labels for " + scores);
  }
}
