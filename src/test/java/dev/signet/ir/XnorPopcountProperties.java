package dev.signet.ir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.network.Shape;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What a count says of the dot product, plane by plane as the definition has it. */
class XnorPopcountProperties {

  @Property(tries = 300)
  void countsOfPlanesStandForDotProductsOfIntegers(
      @ForAll @IntRange(min = 1, max = 12) int planes,
      @ForAll @IntRange(min = 1, max = 70) int columns,
      @ForAll long seed) {
    Random random = new Random(seed);
    Instruction.XnorPopcount product =
        product(new IrType.Integers(0, (1 << planes) - 1, Shape.of(columns)), random);
    int[] elements = random.ints(columns, 0, 1 << planes).toArray();

    assertThat(product.planes()).isEqualTo(planes);
    for (int row = 0; row < product.weights().rows(); row++) {
      long dot = 0;
      long count = 0;
      for (int k = 0; k < columns; k++) {
        boolean weight = product.weights().get(row, k);
        dot += weight ? elements[k] : -elements[k];
        for (int plane = 0; plane < planes; plane++) {
          boolean bit = (elements[k] >> plane) % 2 == 1;
          count += bit == weight ? 1 << plane : 0;
        }
      }
      long zeros = (long) columns - product.weights().rowPopcount(row);
      assertThat(count - ((1L << planes) - 1) * zeros).isEqualTo(dot);
      assertThat(count).isBetween(0L, product.span());
    }
  }

  @Property(tries = 100)
  void countsOfBitsStandForDotProductsOfSigns(
      @ForAll @IntRange(min = 1, max = 70) int columns, @ForAll long seed) {
    Random random = new Random(seed);
    Instruction.XnorPopcount product = product(new IrType.Bits(Shape.of(columns)), random);
    int[] bits = random.ints(columns, 0, 2).toArray();

    assertThat(product.planes()).isEqualTo(1);
    for (int row = 0; row < product.weights().rows(); row++) {
      long dot = 0;
      long count = 0;
      for (int k = 0; k < columns; k++) {
        boolean agrees = bits[k] == 1 == product.weights().get(row, k);
        dot += agrees ? 1 : -1;
        count += agrees ? 1 : 0;
      }
      assertThat(2 * count - columns).isEqualTo(dot);
    }
  }

  private static Instruction.XnorPopcount product(IrType operand, Random random) {
    int rows = 3;
    return new Instruction.XnorPopcount(
        new Value("y", Instruction.XnorPopcount.resultType(operand, rows)),
        new Value("x", operand),
        RandomPrograms.weights(rows, operand.shape().size(), random));
  }
}
