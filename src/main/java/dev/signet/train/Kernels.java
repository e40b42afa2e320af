package dev.signet.train;

/**
 * The products that training spends its time in. Every implementation gives the same bits: integers
 * are exact, and a float result is {@code fma} over the inner index in ascending order.
 *
 * <p>Matrices are arrays of rows.
 */
interface Kernels {

  /** The implementation for this machine. */
  static Kernels best() {
    return new PlainKernels();
  }

  /**
   * Dot products of one packed row of signs with the packed weights of some units: {@code sums[u] =
   * inputs − 2·popcount(x ⊕ w[u])}.
   *
   * @param bits {@code [words]}, bits past {@code inputs} 0
   * @param weights {@code [words, units]}, each unit a column; bits past {@code inputs} 0
   * @param units units in {@code weights}
   * @param from first unit computed
   * @param to end of the units computed
   * @param sums {@code [units]}, of which {@code from} to {@code to} are set
   */
  void signSums(long[] bits, long[] weights, int units, int from, int to, int inputs, int[] sums);

  /**
   * {@code c[r] += Σ_k a[r][k]·b[k]} for rows {@code from} to {@code to}.
   *
   * @param a {@code [rows, inner]}
   * @param b {@code [inner, columns]}
   * @param c {@code [rows, columns]}
   */
  void accumulate(float[][] a, float[][] b, float[][] c, int from, int to, int inner, int columns);

  /**
   * {@code c[r] += Σ_k a[k][first + r]·b[k]} for {@code rows} rows.
   *
   * @param a {@code [inner, …]}, used as its transpose from column {@code first}
   * @param b {@code [inner, columns]}
   * @param c {@code [rows, columns]}
   */
  void accumulateTransposed(
      float[][] a, int first, float[][] b, float[][] c, int rows, int inner, int columns);
}
