package dev.signet.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.ir.IrType.Bits;
import dev.signet.ir.IrType.Integers;
import dev.signet.network.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
  private static final Value IMAGE = integers("image", 0, 255, 4);
  private static final Value BITS = bits("bits", 4);
  private static final Value COUNTS = integers("counts", 0, 4, 2);
  private static final Value SIGNS = bits("signs", 2);
  private static final Value SCORES = integers("scores", -3, 9, 2);
  private static final Value LABEL = integers("label", 0, 1, 1);
  private static final BitMatrix WEIGHTS = BitMatrix.builder(2, 4).build();

  private static final Instruction INPUT = new Instruction.Input(IMAGE);
  private static final Instruction BINARIZE = new Instruction.Binarize(BITS, IMAGE, 256);
  private static final Instruction PRODUCT = new Instruction.XnorPopcount(COUNTS, BITS, WEIGHTS);
  private static final Instruction THRESHOLD =
      new Instruction.Threshold(SIGNS, COUNTS, List.of(0, 5));
  private static final Instruction AFFINE =
      new Instruction.Affine(SCORES, COUNTS, List.of(2L, -1L), List.of(1L, 1L));
  private static final Instruction ARGMAX = new Instruction.Argmax(LABEL, SCORES);
  private static final Program.Output OUTPUT =
      new Program.Output("class", SCORES, LABEL, List.of("no", "yes"));

  private static Value bits(String name, Integer... extents) {
    return new Value(name, new Bits(Shape.of(extents)));
  }

  private static Value integers(String name, long min, long max, Integer... extents) {
    return new Value(name, new Integers(min, max, Shape.of(extents)));
  }

  private static Program program(Instruction... instructions) {
    return new Program("net", List.of(instructions), OUTPUT);
  }

  /** The valid program with one instruction put in the place of the one that has its operation. */
  private static Program with(Instruction changed) {
    List<Instruction> instructions = new ArrayList<>(valid().instructions());
    instructions.replaceAll(old -> old.getClass() == changed.getClass() ? changed : old);
    return new Program("net", instructions, OUTPUT);
  }

  private static Program after(Instruction added) {
    List<Instruction> instructions = new ArrayList<>(valid().instructions());
    instructions.add(added);
    return new Program("net", instructions, OUTPUT);
  }

  /** The valid program and behind it a product whose operand has this range. */
  private static Program productOver(long min, long max) {
    Value wide = integers("wide", min, max, 2);
    Value more = integers("more", 0, 2 * max, 1);
    List<Instruction> instructions = new ArrayList<>(valid().instructions());
    instructions.add(new Instruction.Affine(wide, COUNTS, List.of(0L, 0L), List.of(min, max)));
    instructions.add(new Instruction.XnorPopcount(more, wide, BitMatrix.builder(1, 2).build()));
    return new Program("net", instructions, OUTPUT);
  }

  private static Program with(Program.Output output) {
    return new Program("net", valid().instructions(), output);
  }

  private static Program valid() {
    return program(INPUT, BINARIZE, PRODUCT, THRESHOLD, AFFINE, ARGMAX);
  }

  @Test
  void validProgramIsReturned() {
    Program program = valid();

    assertThat(Verifier.verify(program)).isSameAs(program);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 255, (1L << 30) - 1})
  void integersOfWholePlanesMeetWeights(long max) {
    Program program = productOver(0, max);

    assertThat(Verifier.verify(program)).isSameAs(program);
  }

  static Stream<Arguments> brokenRules() {
    Value stranger = bits("stranger", 4);
    Value impostor = bits("image", 4);
    return Stream.of(
        Arguments.of(new Program("9", valid().instructions(), OUTPUT), "9: is no identifier"),
        Arguments.of(new Program("net", List.of(), OUTPUT), "net: has no instructions"),
        Arguments.of(program(BINARIZE, INPUT), "%bits: input comes first, and once"),
        Arguments.of(
            after(new Instruction.Input(integers("more", 0, 255, 4))),
            "%more: input comes first, and once"),
        Arguments.of(program(INPUT, PRODUCT), "%counts: uses %bits, which is not defined before"),
        Arguments.of(
            after(new Instruction.Reshape(bits("twin", 4), impostor)),
            "%twin: uses %image, which is not defined before"),
        Arguments.of(after(BINARIZE), "%bits: is defined twice"),
        Arguments.of(
            after(new Instruction.Reshape(bits("a-b", 4), BITS)), "%a-b: is no identifier"),
        Arguments.of(
            program(new Instruction.Input(integers("image", 0, 254, 4))),
            "%image: an input holds bits or int<0..255>"),
        Arguments.of(
            with(new Instruction.Binarize(bits("bits", 2, 2), IMAGE, 1)),
            "%bits: binarize keeps the shape [4]"),
        Arguments.of(
            with(new Instruction.Binarize(BITS, IMAGE, 257)),
            "%bits: binarize at 257 is outside int<0..255>[4]"),
        Arguments.of(
            with(new Instruction.Binarize(BITS, IMAGE, -1)),
            "%bits: binarize at -1 is outside int<0..255>[4]"),
        Arguments.of(
            after(new Instruction.Binarize(bits("more", 4), BITS, 1)),
            "%more: takes integers, but %bits is bit[4]"),
        Arguments.of(
            after(new Instruction.Reshape(bits("flat", 3), BITS)),
            "%flat: reshape from bit[4] to bit[3]"),
        Arguments.of(
            after(new Instruction.Reshape(bits("flat", 4), IMAGE)),
            "%flat: reshape from int<0..255>[4] to bit[4]"),
        Arguments.of(
            with(new Instruction.XnorPopcount(COUNTS, BITS, BitMatrix.builder(2, 5).build())),
            "%counts: weights bit[2, 5] meet bit[4]"),
        Arguments.of(
            with(new Instruction.XnorPopcount(COUNTS, IMAGE, WEIGHTS)),
            "%counts: weights bit[2, 4] give int<0..1020>[2], not int<0..4>[2]"),
        Arguments.of(productOver(0, 250), "%more: weights bit[1, 2] meet int<0..250>[2]"),
        Arguments.of(productOver(-1, 255), "%more: weights bit[1, 2] meet int<-1..255>[2]"),
        Arguments.of(productOver(0, 0), "%more: weights bit[1, 2] meet int<0..0>[2]"),
        Arguments.of(
            productOver(0, (1L << 32) - 1), "%more: weights bit[1, 2] meet int<0..4294967295>[2]"),
        Arguments.of(
            productOver(0, Integer.MAX_VALUE), "%more: sums up to 4294967294 are too large"),
        Arguments.of(
            with(new Instruction.XnorPopcount(integers("counts", 0, 5, 2), BITS, WEIGHTS)),
            "%counts: weights bit[2, 4] give int<0..4>[2], not int<0..5>[2]"),
        Arguments.of(
            with(new Instruction.XnorPopcount(integers("counts", 0, 4, 3), BITS, WEIGHTS)),
            "%counts: weights bit[2, 4] give int<0..4>[2], not int<0..4>[3]"),
        Arguments.of(
            with(new Instruction.Threshold(bits("signs", 1, 2), COUNTS, List.of(0, 5))),
            "%signs: threshold keeps the shape [2]"),
        Arguments.of(
            with(new Instruction.Threshold(SIGNS, COUNTS, List.of(0))),
            "%signs: 1 parameters for int<0..4>[2]"),
        Arguments.of(
            with(new Instruction.Threshold(SIGNS, COUNTS, List.of(0, 6))),
            "%signs: threshold 6 for int<0..4>[2]"),
        Arguments.of(
            with(new Instruction.Threshold(SIGNS, COUNTS, List.of(-1, 5))),
            "%signs: threshold -1 for int<0..4>[2]"),
        Arguments.of(
            with(new Instruction.Threshold(SIGNS, BITS, List.of(0, 5))),
            "%signs: takes integers, but %bits is bit[4]"),
        Arguments.of(
            with(new Instruction.Affine(SCORES, COUNTS, List.of(2L), List.of(1L, 1L))),
            "%scores: 1 parameters for int<0..4>[2]"),
        Arguments.of(
            with(new Instruction.Affine(SCORES, COUNTS, List.of(2L, -1L), List.of())),
            "%scores: 0 parameters for int<0..4>[2]"),
        Arguments.of(
            with(new Instruction.Affine(SCORES, COUNTS, List.of(2L, -1L), List.of(1L, 2L))),
            "%scores: affine gives int<-2..9>[2]"),
        Arguments.of(
            with(
                new Instruction.Affine(
                    SCORES, COUNTS, List.of(2L, Long.MAX_VALUE), List.of(1L, 2L))),
            "%scores: element 1, 9223372036854775807 × 4 + 2, does not fit 64 bits"),
        Arguments.of(
            with(new Instruction.Argmax(integers("label", 0, 2, 1), SCORES)),
            "%label: argmax gives int<0..1>[1]"),
        Arguments.of(
            with(new Program.Output("class", stranger, LABEL, List.of("no", "yes"))),
            "%stranger: is not defined"),
        Arguments.of(
            with(new Program.Output("class", SCORES, stranger, List.of("no", "yes"))),
            "%stranger: is not defined"),
        Arguments.of(
            with(new Program.Output("class", BITS, LABEL, List.of("no", "yes"))),
            "%label: takes integers, but %bits is bit[4]"),
        Arguments.of(
            with(new Program.Output("class", SCORES, COUNTS, List.of("no", "yes"))),
            "%counts: is no class of %scores"),
        Arguments.of(
            with(new Program.Output("class", SCORES, LABEL, List.of("no"))),
            "%scores: 1 labels for int<-3..9>[2]"));
  }

  @ParameterizedTest
  @MethodSource("brokenRules")
  void brokenRuleIsNamedWithItsPlace(Program program, String message) {
    assertThatThrownBy(() -> Verifier.verify(program))
        .isInstanceOf(IrException.class)
        .hasMessage(message);
  }
}
