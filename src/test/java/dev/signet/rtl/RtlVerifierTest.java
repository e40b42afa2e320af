package dev.signet.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.ir.BitMatrix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtlVerifierTest {
  private static final Signal A = new Signal("a", 1);
  private static final Signal B = new Signal("b", 1);
  private static final Signal Y = new Signal("y", 1);
  private static final Memory RAM = new Memory("ram", 1, 2, Optional.empty());
  private static final Memory ROM =
      new Memory("rom", 1, 2, Optional.of(BitMatrix.builder(2, 1).build()));

  private static RtlModule module(List<Memory> memories, Statement... statements) {
    return new RtlModule(
        "m", "", List.of(Port.input(A), Port.output(Y)), memories, List.of(statements));
  }

  private static Statement assign(Signal target, Expression value) {
    return new Statement.Assign(target, value);
  }

  private static void assertBroken(String message, RtlModule module) {
    assertThatThrownBy(() -> RtlVerifier.verify(new Design(module, List.of())))
        .isInstanceOf(RtlException.class)
        .hasMessage(message);
  }

  private static void assertBroken(String message, Statement... statements) {
    assertBroken(message, module(List.of(), statements));
  }

  @RepeatedTest(20)
  void randomDesignsKeepTheRules(RepetitionInfo info) {
    Design design = RandomDesigns.design(new Random(info.getCurrentRepetition()));

    assertThat(RtlVerifier.verify(design)).isSameAs(design);
  }

  @Test
  void aSignalThatNothingDrivesIsNamed() {
    assertBroken("module 'm': 'b' is used but nothing drives it", assign(Y, B));
    assertBroken("module 'm': 'y' is an output port that nothing drives");
  }

  @Test
  void aSignalThatIsDrivenTwiceIsNamed() {
    assertBroken(
        "module 'm': 'y' is driven by an assignment and again by a register",
        assign(Y, A),
        new Statement.Register(Y, A, Optional.empty(), Optional.empty()));
    assertBroken(
        "module 'm': 'a' is driven by the input port and again by an assignment",
        assign(Y, A),
        assign(A, Y));
  }

  @Test
  void oneNameHasOneWidth() {
    assertBroken(
        "module 'm': 'a' is used with 1 and with 3 bits",
        assign(Y, new Expression.Slice(new Signal("a", 3), 2, 1)));
  }

  @Test
  void namesOfSignalsMemoriesAndInstancesDiffer() {
    assertBroken(
        "module 'm': 'a' is the name of a memory and of something else in the module",
        module(List.of(new Memory("a", 1, 1, Optional.empty())), assign(Y, A)));
    RtlModule empty = new RtlModule("empty", "", List.of(), List.of(), List.of());
    assertBroken(
        "module 'm': 'y' is the name of an instance and of something else in the module",
        assign(Y, A),
        new Statement.Instance("y", empty, Map.of(), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wire", "signed", "bit", "logic", "unique0"})
  void keywordsAreNoNames(String name) {
    assertBroken(
        "module 'm': '" + name + "' is a keyword of Verilog",
        assign(Y, A),
        assign(new Signal(name, 1), A));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aclk", "aresetn"})
  void clockAndResetAreNotWrittenOut(String name) {
    assertBroken(
        "module 'm': '"
            + name
            + "' is kept for the clock and the reset that every module with state has",
        assign(Y, A),
        assign(new Signal(name, 1), A));
  }

  @Test
  void aPopcountStandsAlone() {
    assertBroken(
        "module 'm': 'y' has a popcount inside an expression; it must be a wire's whole value",
        assign(Y, new Expression.Not(new Expression.Popcount(A))));
    assertBroken(
        "module 'm': 'y' has a popcount inside an expression; it must be a wire's whole value",
        new Statement.Register(Y, new Expression.Popcount(A), Optional.empty(), Optional.empty()));
  }

  @Test
  void memoriesAreDeclaredAndWrittenOnce() {
    Statement read = new Statement.MemoryRead(Y, RAM, A, A);
    Statement write = new Statement.MemoryWrite(RAM, A, A, A);
    assertBroken("module 'm': 'y' uses a memory 'ram' that the module does not declare", read);
    assertBroken(
        "module 'm': 'ram' has two write ports; a memory has at most one",
        module(List.of(RAM), read, write, write));
    assertBroken(
        "module 'm': 'rom' is written but has contents: a ROM is never written",
        module(List.of(ROM), assign(Y, A), new Statement.MemoryWrite(ROM, A, A, A)));
  }

  @Test
  void aLoopIsToldByNames() {
    Signal c = new Signal("c", 1);
    assertBroken(
        "module 'm': 'b' depends on itself within a clock cycle: b -> c -> y -> b",
        assign(B, Expression.or(Y, A)),
        assign(c, new Expression.Not(B)),
        assign(Y, Expression.and(A, c)));
    assertBroken(
        "module 'm': 'y' depends on itself within a clock cycle: y -> y",
        assign(Y, Expression.or(Y, A)));
  }

  @Test
  void aLoopThroughAnInstanceIsTold() {
    RtlModule inner =
        new RtlModule(
            "inner",
            "",
            List.of(Port.input(A), Port.input(B), Port.output(Y)),
            List.of(),
            List.of(assign(Y, A)));
    Signal back = new Signal("back", 1);

    assertBroken(
        "module 'm': 'y' depends on itself within a clock cycle: y -> back -> (unit) -> y",
        new Statement.Instance("unit", inner, Map.of("a", back, "b", A), Map.of("y", Y)),
        assign(back, Y));
    Design throughUnusedInput =
        new Design(
            module(
                List.of(),
                new Statement.Instance("unit", inner, Map.of("a", A, "b", back), Map.of("y", Y)),
                assign(back, Y)),
            List.of());
    assertThat(RtlVerifier.verify(throughUnusedInput)).isSameAs(throughUnusedInput);
  }

  @Test
  void aRegisterBreaksALoop() {
    Design design =
        new Design(
            module(
                List.of(),
                new Statement.Register(
                    Y, new Expression.Not(Y), Optional.empty(), Optional.empty())),
            List.of());

    assertThat(RtlVerifier.verify(design)).isSameAs(design);
  }

  @Test
  void modulesOfOneNameAreOneModule() {
    RtlModule one = new RtlModule("part", "one", List.of(), List.of(), List.of());
    RtlModule other = new RtlModule("part", "other", List.of(), List.of(), List.of());
    RtlModule upper = new RtlModule("Part", "", List.of(), List.of(), List.of());
    assertBroken(
        "two different modules are called 'part'",
        assign(Y, A),
        new Statement.Instance("i", one, Map.of(), Map.of()),
        new Statement.Instance("j", other, Map.of(), Map.of()));
    assertBroken(
        "two modules are called 'Part' but for case",
        assign(Y, A),
        new Statement.Instance("i", one, Map.of(), Map.of()),
        new Statement.Instance("j", upper, Map.of(), Map.of()));
  }

  @Test
  void streamProbesNameSignalsOfOneBit() {
    RtlModule module = module(List.of(), assign(Y, A), assign(new Signal("w", 2), two()));
    assertProbe(module, "a", "z", "stream 's' watches 'z', but module 'm' has no signal 'z'");
    assertProbe(module, "a", "u.z", "stream 's' watches 'u.z', but module 'm' has no instance 'u'");
    assertProbe(module, "w", "a", "stream 's' watches 'w' of 2 bits; valid and ready are one bit");
  }

  private static Expression two() {
    return new Expression.Concat(List.of(A, A));
  }

  private static void assertProbe(RtlModule module, String valid, String ready, String message) {
    Design design = new Design(module, List.of(new Design.StreamProbe("s", valid, ready, "", 0)));
    assertThatThrownBy(() -> RtlVerifier.verify(design))
        .isInstanceOf(RtlException.class)
        .hasMessage(message);
  }
}
