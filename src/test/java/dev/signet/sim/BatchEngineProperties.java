package dev.signet.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.Program;
import dev.signet.ir.RandomPrograms;
import dev.signet.lower.ModelLowering;
import dev.signet.lower.RandomGraphs;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class BatchEngineProperties {

  enum Kernel {
    PLAIN,
    VECTORS;

    BatchKernel create() {
      return switch (this) {
        case PLAIN -> new PlainBatchKernel();
        case VECTORS -> new VectorBatchKernel();
      };
    }
  }

  @Provide
  Arbitrary<List<Integer>> widths() {
    return Arbitraries.of(1, 7, 63, 64, 65, 130).list().ofMinSize(2).ofMaxSize(5);
  }

  @Property(tries = 150)
  void denseChainsGiveTheScoresOfSignArithmeticAtEveryLevel(
      @ForAll("widths") List<Integer> widths,
      @ForAll DenseChain.InputKind input,
      @ForAll boolean reshapeFirst,
      @ForAll @IntRange(min = 1, max = 3) int threads,
      @ForAll @IntRange(min = 0, max = 40) int frames,
      @ForAll Kernel kernel,
      @ForAll long seed) {
    Random random = new Random(seed);
    DenseChain chain =
        DenseChain.random(widths.stream().mapToInt(Integer::intValue).toArray(), input, random);
    Program program = chain.toProgram(reshapeFirst);
    FrameBatch batch = batch(program, frames, random);

    Inferences inferences = BatchEngine.compile(program, kernel.create()).infer(batch, threads);

    assertThat(inferences.frames()).isEqualTo(frames);
    Interpreter interpreter = new Interpreter(program);
    for (int frame = 0; frame < frames; frame++) {
      Inference expected = chain.infer(batch.frame(frame));
      assertThat(interpreter.infer(batch.frame(frame))).isEqualTo(expected);
      assertThat(inferences.get(frame)).isEqualTo(expected);
    }
  }

  @Property(tries = 300)
  void anyProgramGivesTheInterpretersScores(
      @ForAll long seed, @ForAll Kernel kernel, @ForAll @IntRange(min = 1, max = 3) int threads) {
    Program program = RandomPrograms.tangled(seed);
    FrameBatch batch = batch(program, 11, new Random(seed));

    Inferences inferences = BatchEngine.compile(program, kernel.create()).infer(batch, threads);

    Interpreter interpreter = new Interpreter(program);
    for (int frame = 0; frame < batch.frames(); frame++) {
      assertThat(inferences.get(frame)).isEqualTo(interpreter.infer(batch.frame(frame)));
    }
  }

  @Property(tries = 300)
  void loweredGraphsGiveTheInterpretersScores(
      @ForAll long seed, @ForAll Kernel kernel, @ForAll @IntRange(min = 1, max = 2) int threads) {
    Program program = ModelLowering.lower(RandomGraphs.model(seed));
    FrameBatch batch = batch(program, 11, new Random(seed));

    Inferences inferences = BatchEngine.compile(program, kernel.create()).infer(batch, threads);

    Interpreter interpreter = new Interpreter(program);
    for (int frame = 0; frame < batch.frames(); frame++) {
      assertThat(inferences.get(frame)).isEqualTo(interpreter.infer(batch.frame(frame)));
    }
  }

  @Property(tries = 15)
  void numberOfThreadsChangesNothing(
      @ForAll long seed, @ForAll Kernel kernel, @ForAll DenseChain.InputKind input) {
    Random random = new Random(seed);
    Program program = DenseChain.random(new int[] {70, 33, 10}, input, random).toProgram(true);
    FrameBatch batch = batch(program, 1_500, random);
    BatchEngine engine = BatchEngine.compile(program, kernel.create());

    Inferences one = engine.infer(batch, 1);

    assertThat(engine.infer(batch, 2)).isEqualTo(one);
    assertThat(engine.infer(batch, 3)).isEqualTo(one);
    assertThat(engine.infer(batch, 7)).isEqualTo(one);
  }

  private static FrameBatch batch(Program program, int frames, Random random) {
    int size = program.input().type().shape().size();
    byte[] elements = new byte[frames * size];
    for (int frame = 0; frame < frames; frame++) {
      int[] drawn = RandomPrograms.frame(program, random);
      for (int k = 0; k < size; k++) {
        elements[frame * size + k] = (byte) drawn[k];
      }
    }
    return new FrameBatch(elements, frames, size);
  }
}
