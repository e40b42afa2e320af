package dev.signet.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.Instruction;
import dev.signet.ir.Program;
import dev.signet.ir.RandomPrograms;
import dev.signet.ir.Value;
import dev.signet.network.Model;
import dev.signet.sim.Interpreter;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Lowered graphs against the network computed in its own terms. */
class GraphLoweringProperties {

  @Property(tries = 1000)
  void programDecidesAsTheNetworkDoes(@ForAll long seed) {
    Model model = RandomGraphs.model(seed);
    Program program = ModelLowering.lower(model);
    Interpreter interpreter = new Interpreter(program);
    ScoreCounts counts = ScoreCounts.of(model);
    Random random = new Random(seed);

    for (int run = 0; run < 4; run++) {
      int[] frame = RandomPrograms.frame(program, random);
      PlainNetwork.Result expected = PlainNetwork.run(model, frame);

      Map<Value, long[]> values = interpreter.trace(frame);

      assertThat(values.get(program.output().label())).containsExactly(expected.label());
      assertThat(values.get(counts(program)))
          .containsExactly(
              IntStream.range(0, expected.sums().length)
                  .mapToLong(k -> counts.of(k, expected.sums()[k]))
                  .toArray());
    }
  }

  /** The counts of the last layer, of which the scores are made. */
  private static Value counts(Program program) {
    return program.instructions().stream()
        .filter(instruction -> instruction.result().equals(program.output().scores()))
        .map(Instruction.Affine.class::cast)
        .map(Instruction.Affine::operand)
        .findFirst()
        .orElseThrow();
  }
}
