package dev.signet.train;

/**
 * The loops that training spends its time in. Every implementation gives the same bits: integers
 * are exact, and the order of float operations is laid down here, so that weights do not depend on
 * the machine. Rounding is to float32 after every single operation; where {@code fma} could stand
 * for a product and a sum the factor is ±1, so it makes no difference.
 *
 * <p>Matrices are arrays of rows. A range of channels is {@code from} to {@code to} (exclusive).
 */
interface Kernels {
  /**
   * Multiplications below which it takes longer to start the wide version, about a second, than it
   * saves.
   */
  double WORTH_STARTING = 5e10;

  /**
   * The implementation for this machine and a job.
   *
   * @param multiplications about how many the job takes
   */
  static Kernels forWork(double multiplications) {
    boolean wide =
        multiplications >= WORTH_STARTING
            && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            && VectorKernels.fitsMachine();
    return wide ? new VectorKernels() : new PlainKernels();
  }

  /**
   * Dot products of packed rows of signs with a block of units: {@code sums[r][u] = inputs −
   * 2·popcount(x[r] ⊕ w[u])}.
   *
   * @param bits {@code [rows, words]}, bits past the inputs 0
   * @param block of {@link PackedWeights#BLOCK} units, or fewer at the end
   * @param sums {@code [rows, stride of units]}, of which the block's units are set; what stands
   *     beyond the last unit means nothing
   */
  void signSums(long[][] bits, int rows, PackedWeights weights, int block, int[][] sums);

  /**
   * Sums down the rows of values and of their squares, exact.
   *
   * @param sums {@code [rows, channels]}, each within ±{@code largest}
   * @param total {@code [channels]}, of which the range is set
   * @param squares {@code [channels]}, of which the range is set
   */
  void totals(int[][] sums, int rows, int from, int to, int largest, long[] total, long[] squares);

  /** {@code normalized = (sums − mean)·inverse}. */
  void normalize(
      int[][] sums,
      int rows,
      int from,
      int to,
      float[] mean,
      float[] inverse,
      float[][] normalized);

  /**
   * The signs of {@code z = (x̂·γ + β) + 0}.
   *
   * @param normalized x̂, {@code [rows, channels]}
   * @param from a multiple of 64
   * @param to at most {@code from + 64}
   * @param bits {@code [rows, words]}, of which word {@code from / 64} is set
   * @param columns the same signs again
   */
  void activate(
      float[][] normalized,
      int rows,
      int from,
      int to,
      float[] gamma,
      float[] beta,
      long[][] bits,
      SignColumns columns);

  /**
   * The signs alone.
   *
   * @param to at most the number of channels
   * @param bits {@code [rows, words]}, of which all words from {@code from / 64} on are set
   */
  void signs(
      float[][] normalized, int rows, int from, int to, float[] gamma, float[] beta, long[][] bits);

  /**
   * Makes the gradient 0 where not |z| < limit, with z as {@link #activate} computes it.
   *
   * @param limit above 0
   */
  void gate(
      float[][] gradient,
      float[][] normalized,
      int rows,
      int from,
      int to,
      float[] gamma,
      float[] beta,
      float limit);

  /**
   * {@code byBeta = Σ gradient} and {@code byGamma = Σ gradient·x̂} down the rows: from 0, in
   * ascending order of rows.
   */
  void slopeTotals(
      float[][] gradient,
      float[][] normalized,
      int rows,
      int from,
      int to,
      float[] byBeta,
      float[] byGamma);

  /** {@code gradient = scale·((gradient − byBeta) − x̂·byGamma)}. */
  void centreSlopes(
      float[][] gradient,
      float[][] normalized,
      int rows,
      int from,
      int to,
      float[] scale,
      float[] byBeta,
      float[] byGamma);

  /**
   * {@code result[r] = a[r]·b} for rows {@code from} to {@code to}, b of signs.
   *
   * <p>The order: rows k of b are taken in groups of four, 4g to 4g + 3. A group's sum is {@code
   * ((±a₀ ± a₁) ± a₂) ± a₃}, with 0 for what is beyond {@code inner}; groups are added to 0 in
   * ascending order. (Four signs choose one of 16 sums, so a vector of 16 floats is a table of all
   * that can come of a group, and a lookup in it does the work of four multiplications.)
   *
   * @param a {@code [rows, inner or more]}
   * @param b {@code [inner, columns]}
   * @param result {@code [rows, stride of columns]}; what stands beyond the columns means nothing
   */
  void multiply(
      float[][] a, int from, int to, int inner, SignColumns b, float[][] result, Scratch scratch);

  /**
   * {@code result[r] = aᵀ[first + r]·b} for {@code rows} rows, at most {@link Scratch#ROWS}, in the
   * order of {@link #multiply}.
   *
   * @param a {@code [inner, …]}, used as its transpose from column {@code first}
   * @param b {@code [inner, columns]}
   * @param add whether the groups are added to what {@code result} holds, instead of 0
   * @param result {@code [rows, stride of columns]}; what stands beyond the columns means nothing
   */
  void multiplyTransposed(
      float[][] a,
      int first,
      int rows,
      int inner,
      SignColumns b,
      boolean add,
      float[][] result,
      Scratch scratch);

  /**
   * {@code result[r] = aᵀ[first + r]·values} for {@code rows} rows. To each element the products
   * are added in ascending order of the inner extent, each by one {@link Math#fma}.
   *
   * @param a {@code [inner, …]}, used as its transpose from column {@code first}
   * @param values {@code [inner, columns or more]}
   * @param add whether to what {@code result} holds, instead of 0
   * @param result {@code [rows, stride of columns]}; what stands beyond the columns means nothing
   */
  void multiplyValues(
      float[][] a,
      int first,
      int rows,
      int inner,
      float[][] values,
      int columns,
      boolean add,
      float[][] result);

  /**
   * Dot products of integers with weights of ±1, {@code sums[r][u] = Σ values[r][i]·weights[i][u]}.
   *
   * @param values {@code [rows, inputs or more]}, of integers whose sizes add up to less than 2²⁴
   * @param weights {@code [inputs, stride of units]}
   * @param sums {@code [rows, stride of units]}, set
   */
  void valueSums(float[][] values, int rows, int inputs, float[][] weights, int[][] sums);

  /**
   * Adds some of a row's elements to those of another: {@code total[i] += part[i]} where bit i is
   * 1.
   *
   * @param chosen {@code [words]}
   * @param total {@code [stride of channels]}
   * @param part {@code [stride of channels]}
   */
  void addChosen(long[] chosen, int channels, float[] total, float[] part);

  /** One Adam step of a unit's weights, then the clip to [−1, 1] and the new signs. */
  void update(WeightState dense, int unit, float[] gradient, Adam adam);

  /** {@code total[at + i] += part[from + i]} for {@code count} elements. */
  void add(float[] part, int from, float[] total, int at, int count);

  /**
   * Packs rows down the columns.
   *
   * @param bits {@code [rows, words]}
   * @param first where their first goes, a multiple of 32
   * @param from first column, a multiple of 64
   * @param to end of the columns, a multiple of 64 or the number of columns
   */
  void packColumns(long[][] bits, int rows, int first, int from, int to, SignColumns columns);
}
