package dev.signet.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.data.RandomStream;
import org.junit.jupiter.api.Test;
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
    float[] x = signs(random, inputs);
    float[][] w = new float[units][];
    PackedWeights packed = new PackedWeights(inputs, units);
    for (int unit = 0; unit < units; unit++) {
      w[unit] = signs(random, inputs);
      for (int word = 0; word < packed.wordsOfUnit; word++) {
        packed.words[packed.index(unit, word)] = packWord(w[unit], word);
      }
    }
    long[][] bits = new long[1][packed.wordsOfUnit];
    for (int word = 0; word < packed.wordsOfUnit; word++) {
      bits[0][word] = packWord(x, word);
    }
    int[][] sums = new int[1][units];

    kernels.signSums(bits, 1, packed, 0, sums);
    kernels.signSums(bits, 1, packed, 1, sums);

    for (int unit = 0; unit < units; unit++) {
      int expected = 0;
      for (int input = 0; input < inputs; input++) {
        expected += (int) (x[input] * w[unit][input]);
      }
      assertThat(sums[0][unit]).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,7,65", "5,4,130", "8,9,600", "2,130,7", "10,100,513"})
  void productsAddGroupsOfFourInAscendingOrderToTheBit(int rows, int inner, int columns) {
    RandomStream random = RandomStream.of(2, rows, inner, columns);
    float[][] a = matrix(random, rows, inner);
    float[][] transposed = new float[inner][rows + 3];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < inner; k++) {
        transposed[k][row + 3] = a[row][k];
      }
    }
    float[][] b = new float[inner][];
    SignColumns packed = new SignColumns(inner, columns);
    for (int k = 0; k < inner; k++) {
      b[k] = signs(random, columns);
      packed.setRow(k, b[k]);
    }
    float[][] expected = new float[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        for (int k = 0; k < inner; k += 4) {
          float group = 0;
          for (int deep = k; deep < Math.min(inner, k + 4); deep++) {
            group += a[row][deep] * b[deep][column];
          }
          expected[row][column] += group;
        }
      }
    }
    Scratch scratch = new Scratch(inner, columns);
    float[][] whole = new float[rows][packed.stride];
    float[][] parted = new float[rows][packed.stride];

    kernels.multiply(a, 0, rows, inner, packed, whole, scratch);
    for (int row = 0; row < rows; row++) {
      kernels.multiply(a, row, row + 1, inner, packed, parted, scratch);
    }
    kernels.multiplyTransposed(transposed, 3, rows, inner, packed, false, scratch.rows, scratch);

    for (int row = 0; row < rows; row++) {
      assertThat(whole[row]).startsWith(expected[row]);
      assertThat(parted[row]).startsWith(expected[row]);
      assertThat(scratch.rows[row]).startsWith(expected[row]);
    }
  }

  @Test
  void theGateIsOpenAtBothEndsAndClosedBeyond() {
    float next = Math.nextUp(1f);
    float[][] values = {{9, -next, -1, -0.5f, -0.0f, 0, 1, next}};
    float[][] gradient = {{9, 1, 2, 3, 4, 5, 6, 7}};
    float[] ones = {1, 1, 1, 1, 1, 1, 1, 1};

    kernels.gate(gradient, values, 1, 1, values[0].length, ones, new float[8], next);

    assertThat(gradient[0]).containsExactly(9f, 0f, 2f, 3f, 4f, 5f, 6f, 0f);

    kernels.gate(gradient, values, 1, 1, values[0].length, ones, new float[8], 1);

    assertThat(gradient[0]).containsExactly(9f, 0f, 0f, 3f, 4f, 5f, 0f, 0f);
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
}
