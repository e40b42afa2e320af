package dev.signet.flow;

import static dev.signet.schedule.RandomPrograms.InputKind.BINARIZED;
import static dev.signet.schedule.RandomPrograms.InputKind.BITS;
import static dev.signet.schedule.RandomPrograms.InputKind.BYTES;

import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Program;
import dev.signet.ir.ResultTypes;
import dev.signet.ir.Value;
import dev.signet.ir.Verifier;
import dev.signet.network.HardwareGoals;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.schedule.RandomPrograms;
import dev.signet.schedule.RandomPrograms.InputKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Networks at the edges of what there can be, each with foldings. */
final class CornerNetworks {
  private CornerNetworks() {}

  /**
   * A network and how it is folded.
   *
   * @param program its name tells what is special about it
   */
  record Corner(Program program, HardwareGoals goals) {}

  /** All of them. */
  static List<Corner> all(long seed) {
    List<Corner> corners = new ArrayList<>(chains(seed));
    corners.addAll(FeatureMapNetworks.all(seed));
    return corners;
  }

  /** Chains of dense layers. */
  private static List<Corner> chains(long seed) {
    Random random = new Random(seed);
    List<Corner> corners = new ArrayList<>();
    corners.add(corner("one_of_everything", random, BITS, 1, 1, 1));
    corners.add(corner("one_class", random, BINARIZED, 9, 5, 1));
    corners.add(corner("hundred_classes", random, BITS, 13, 6, 100));
    corners.add(corner("bits_of_no_whole_byte", random, BITS, 67, 9, 3));
    corners.add(corner("beside_a_word", random, BINARIZED, 65, 63, 10));
    Corner four = corner("four_layers", random, BINARIZED, 10, 33, 7, 12, 5);
    corners.add(four);
    corners.add(new Corner(renamed(four.program(), "all_at_once"), whole(four.program())));
    Corner never = corner("never_fires", random, BITS, 20, 8, 4);
    corners.add(new Corner(thresholds(never.program(), 21), never.goals()));
    Corner always = corner("always_fires", random, BITS, 20, 8, 4);
    corners.add(new Corner(thresholds(always.program(), 0), always.goals()));
    Corner huge = corner("huge_scores", random, BITS, 12, 40, 5);
    corners.add(
        new Corner(
            scores(
                huge.program(),
                List.of(1L << 52, -(1L << 52), 0L, 3L, -1L),
                List.of(-(1L << 57), 1L << 57, 0L, -(1L << 40), 7L)),
            huge.goals()));
    Corner small = corner("ties_everywhere", random, BINARIZED, 12, 9, 7);
    corners.add(
        new Corner(
            scores(small.program(), Collections.nCopies(7, 0L), Collections.nCopies(7, -1L)),
            small.goals()));
    bytes(random, corners);
    return corners;
  }

  /** Bytes that meet the weights as they are. */
  private static void bytes(Random random, List<Corner> corners) {
    corners.add(corner("one_byte", random, BYTES, 1, 1, 1));
    Corner beside = corner("bytes_beside_simd", random, BYTES, 13, 9, 4);
    corners.add(new Corner(beside.program(), goals(beside.program(), size -> size / 2 + 1)));
    corners.add(new Corner(renamed(beside.program(), "bytes_at_once"), whole(beside.program())));
    corners.add(corner("bytes_into_scores", random, BYTES, 11, 6));
    Corner limits = corner("bytes_at_limits", random, BYTES, 3, 8, 3);
    corners.add(new Corner(thresholds(limits.program(), 0, 1, 765, 766), limits.goals()));
  }

  private static Corner corner(String name, Random random, InputKind input, int... widths) {
    Program program = RandomPrograms.chain(name, random, input, widths);
    return new Corner(
        program, goals(program, size -> size <= 2 ? size : 1 + random.nextInt(size - 1)));
  }

  /** Every neuron and every input at once. */
  private static HardwareGoals whole(Program program) {
    return goals(program, UnaryOperator.identity());
  }

  private static HardwareGoals goals(Program program, UnaryOperator<Integer> part) {
    Map<String, Folding> foldings = new HashMap<>();
    for (Instruction instruction : program.instructions()) {
      if (instruction instanceof Instruction.XnorPopcount product) {
        foldings.put(
            product.result().name(),
            new Folding(
                part.apply(product.weights().rows()), part.apply(product.weights().columns())));
      }
    }
    return new HardwareGoals(Style.DATAFLOW, 1e8, OptionalDouble.empty(), foldings);
  }

  private static Program renamed(Program program, String name) {
    return Verifier.verify(new Program(name, program.instructions(), program.output()));
  }

  /** With these thresholds, one neuron after the other. */
  private static Program thresholds(Program program, Integer... levels) {
    List<Instruction> changed = new ArrayList<>();
    for (Instruction instruction : program.instructions()) {
      changed.add(
          instruction instanceof Instruction.Threshold old
              ? new Instruction.Threshold(
                  old.result(),
                  old.operand(),
                  IntStream.range(0, old.thresholds().size())
                      .mapToObj(neuron -> levels[neuron % levels.length])
                      .toList())
              : instruction);
    }
    return Verifier.verify(new Program(program.name(), changed, program.output()));
  }

  private static Program scores(Program program, List<Long> scale, List<Long> offset) {
    List<Instruction> changed = new ArrayList<>();
    Value scores = program.output().scores();
    for (Instruction instruction : program.instructions()) {
      switch (instruction) {
        case Instruction.Affine old -> {
          Instruction.Affine untyped =
              new Instruction.Affine(old.result(), old.operand(), scale, offset);
          scores = new Value(old.result().name(), ResultTypes.affine(untyped));
          changed.add(new Instruction.Affine(scores, old.operand(), scale, offset));
        }
        case Instruction.Argmax old ->
            changed.add(
                new Instruction.Argmax(
                    new Value(
                        old.result().name(), ResultTypes.argmax((IrType.Integers) scores.type())),
                    scores));
        case Instruction.Input _,
            Instruction.Binarize _,
            Instruction.Thermometer _,
            Instruction.ChannelsLast _,
            Instruction.Slide _,
            Instruction.Reshape _,
            Instruction.XnorPopcount _,
            Instruction.Threshold _,
            Instruction.Pool _,
            Instruction.SumPool _,
            Instruction.Add _,
            Instruction.Concat _ ->
            changed.add(instruction);
      }
    }
    return Verifier.verify(
        new Program(
            program.name(),
            changed,
            new Program.Output(
                program.output().name(),
                scores,
                ((Instruction.Argmax) changed.getLast()).result(),
                program.output().labels())));
  }
}
