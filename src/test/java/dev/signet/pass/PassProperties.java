package dev.signet.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.Program;
import dev.signet.ir.RandomPrograms;
import dev.signet.ir.Verifier;
import dev.signet.sim.Interpreter;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PassProperties {

  @Provide
  Arbitrary<Pass> passes() {
    return Arbitraries.of(new RemoveDeadValues(), new FuseReshapes(), new HoistReshapes());
  }

  @Property(tries = 300)
  void passKeepsWhatTheProgramComputes(@ForAll("passes") Pass pass, @ForAll long seed) {
    Program program = RandomPrograms.tangled(seed);

    Program changed = Verifier.verify(pass.apply(program));

    assertSameResults(program, changed, seed);
  }

  @Property(tries = 100)
  void standardPipelineKeepsWhatTheProgramComputes(@ForAll long seed) {
    Program program = RandomPrograms.tangled(seed);

    Program changed = PassPipeline.standard().apply(program);

    assertSameResults(program, changed, seed);
    assertThat(PassPipeline.standard().apply(changed)).isEqualTo(changed);
  }

  private static void assertSameResults(Program program, Program changed, long seed) {
    assertThat(changed.input()).isEqualTo(program.input());
    assertThat(changed.output().labels()).isEqualTo(program.output().labels());
    Interpreter before = new Interpreter(program);
    Interpreter after = new Interpreter(changed);
    Random random = new Random(seed);
    for (int k = 0; k < 3; k++) {
      int[] frame = RandomPrograms.frame(program, random);
      assertThat(after.infer(frame)).isEqualTo(before.infer(frame));
    }
  }
}
