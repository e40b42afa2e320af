package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.data.RandomStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainKernelsTest {
  private final Kernels kernels = new PlainKernels();

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 63, 64, 65, 130, 256, 784})
  void signSumsAreTheDotProducts(int inputs) {
    RandomStream random = RandomStream.of(1, inputs);
    int units = 70;
    int words = SignBits.words(inputs);
    float[] x = signs(random, inputs);
    float[][] w = new float[units][];
    long[] packed = new long[words * units];
    for (int unit = 0; unit < units; unit++) {
      w[unit] = signs(random, inputs);
      for (int word = 0; word < words; word++) {
        packed[word * units + unit] = packWord(w[unit], word);
      }
    }
    long[] bits = new long[words];
    for (int word = 0; word < words; word++) {
      bits[word] = packWord(x, word);
    }
    int[] sums = new int[units];

    kernels.signSums(bits, packed, units, 0, 64, inputs, sums);
    kernels.signSums(bits, packed, units, 64, units, inputs, sums);

    for (int unit = 0; unit < units; unit++) {
      int expected = 0;
      for (int input = 0; input < inputs; input++) {
        expected += (int) (x[input] * w[unit][input]);
      }
      assertThat(sums[unit]).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,7,65", "5,4,130", "8,9,600", "2,130,7", "10,100,513"})
  void productsAreFmaInAscendingOrderToTheBit(int rows, int inner, int columns) {
    RandomStream random = RandomStream.of(2, rows, inner, columns);
    float[][] a = matrix(random, rows, inner);
    float[][] transposed = new float[inner][rows + 3];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < inner; k++) {
        transposed[k][row + 3] = a[row][k];
      }
    }
    float[][] b = matrix(random, inner, columns);
    float[][] start = matrix(random, rows, columns);
    float[][] expected = copy(start);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        for (int k = 0; k < inner; k++) {
          expected[row][column] = Math.fma(a[row][k], b[k][column], expected[row][column]);
        }
      }
    }
    float[][] whole = copy(start);
    float[][] parted = copy(start);
    float[][] turned = copy(start);

    kernels.accumulate(a, b, whole, 0, rows, inner, columns);
    for (int row = 0; row < rows; row++) {
      kernels.accumulate(a, b, parted, row, row + 1, inner, columns);
    }
    kernels.accumulateTransposed(transposed, 3, b, turned, rows, inner, columns);

    assertThat(whole).isDeepEqualTo(expected);
    assertThat(parted).isDeepEqualTo(expected);
    assertThat(turned).isDeepEqualTo(expected);
  }

  private static long packWord(float[] values, int word) {
    int from = word * Long.SIZE;
    return SignBits.packWord(values, from, Math.min(values.length, from + Long.SIZE));
  }

  private static float[] signs(RandomStream random, int count) {
    float[] values = new float[count];
    for (int index = 0; index < count; index++) {
      values[index] = random.nextInt(2) * 2 - 1;
    }
    return values;
  }

  private static float[][] matrix(RandomStream random, int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int index = 0; index < columns; index++) {
        row[index] = (float) random.between(-1, 1);
      }
    }
    return values;
  }

  private static float[][] copy(float[][] rows) {
    float[][] copy = new float[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      copy[row] = rows[row].clone();
    }
    return copy;
  }
}
