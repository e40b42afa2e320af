package dev.signet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.ir.IrType;
import dev.signet.ir.Value;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.network.Shape;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The folding that is chosen, against all others. */
class FoldingSearchProperties {

  @Property(tries = 300)
  void noLegalFoldingThatIsFastEnoughIsCheaper(
      @ForAll @IntRange(min = 1, max = 48) int neurons,
      @ForAll @IntRange(min = 1, max = 48) int inputs,
      @ForAll @IntRange(min = 1, max = 300) int cycles,
      @ForAll @IntRange(min = 1, max = 48) int widest,
      @ForAll boolean bytes) {
    Folding chosen = FoldingSearch.cheapest(product(neurons, inputs, bytes), cycles, widest);

    assertThat(neurons % chosen.pe() + inputs % chosen.simd()).isZero();
    assertThat(neurons / chosen.pe() * (inputs / chosen.simd())).isLessThanOrEqualTo(cycles);
    for (int pe = 1; pe <= neurons; pe++) {
      for (int simd = 1; simd <= Math.min(inputs, widest); simd++) {
        if (neurons % pe == 0 && inputs % simd == 0 && neurons / pe * (inputs / simd) <= cycles) {
          assertThat(chosen.simd()).isLessThanOrEqualTo(widest);
          assertThat(cost(chosen.pe(), chosen.simd(), bytes))
              .isLessThanOrEqualTo(cost(pe, simd, bytes));
        }
      }
    }
  }

  @Example
  void aByteCostsAsMuchAsEightBits() {
    // Either 2 clocks a frame on one element of 7 inputs, or 7 clocks on two elements of one.
    assertThat(FoldingSearch.cheapest(product(2, 7, false), 7, 7)).isEqualTo(new Folding(1, 7));
    assertThat(FoldingSearch.cheapest(product(2, 7, true), 7, 7)).isEqualTo(new Folding(2, 1));
  }

  private static long cost(int pe, int simd, boolean bytes) {
    return (long) pe * (simd * (bytes ? 8 : 1) + 24);
  }

  private static Instruction.XnorPopcount product(int neurons, int inputs, boolean bytes) {
    Shape shape = Shape.of(inputs);
    IrType operand = bytes ? new IrType.Integers(0, 255, shape) : new IrType.Bits(shape);
    return new Instruction.XnorPopcount(
        new Value("y", Instruction.XnorPopcount.resultType(operand, neurons)),
        new Value("x", operand),
        BitMatrix.builder(neurons, inputs).build());
  }
}
