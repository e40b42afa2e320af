package dev.signet.train;

import java.util.Arrays;
import java.util.Optional;

/**
 * A dense layer in training.
 *
 * <p>Forward is shared out by units, the gradient by its operand by images, the weights' gradient
 * and step by units.
 */
final class DenseProduct implements ProductState {
  /** Words of the operand whose columns are packed by one task. */
  private static final int WORDS_OF_OPERAND = 4;

  private final ProductParameters parameters;
  private final WeightState weights;
  private final Operand operand;
  private final Rows.Sums result;
  private Optional<DenseActivation> follower = Optional.empty();

  /** Where the operand is bytes. */
  private final Optional<ByteSums> byteSums;

  /** Products of one plane of the operand, where it has several. */
  private final int[][] ofPlane;

  /** The operand's signs where the stage that gives them does not pack them, else nothing. */
  private final Optional<SignColumns> columns;

  DenseProduct(ProductParameters parameters, Operand operand, int batch, Rows.Sums result) {
    this.parameters = parameters;
    this.weights = parameters.groups().getFirst();
    this.operand = operand;
    this.result = result;
    byteSums =
        operand instanceof Operand.Bytes
            ? Optional.of(new ByteSums(batch, weights.inputs, weights.units))
            : Optional.empty();
    ofPlane = new int[operand.planes() > 1 ? batch : 0][SignColumns.stride(weights.units)];
    columns =
        operand instanceof Operand.Signs(Rows.Codes codes) && codes.columns().isEmpty()
            ? Optional.of(new SignColumns(batch, weights.inputs))
            : Optional.empty();
  }

  /** From now on an activation is run for each tile of units as soon as it has its sums. */
  void lead(DenseActivation activation) {
    activation.beLed();
    follower = Optional.of(activation);
  }

  @Override
  public ProductParameters parameters() {
    return parameters;
  }

  @Override
  public float inputScale() {
    return operand.scale();
  }

  @Override
  public void forward(Pass pass) {
    operand.prepare(pass, parameters.ordinal());
    pass.workers()
        .run(
            weights.packed.blocks(),
            (block, worker) -> {
              sums(block, pass);
              follower.ifPresent(activation -> activation.forwardTile(block, pass));
            });
  }

  private void sums(int block, Pass pass) {
    Kernels kernels = pass.kernels();
    int batch = pass.batch();
    if (operand instanceof Operand.Bytes(Rows.Pixels pixels)) {
      byteSums
          .orElseThrow()
          .run(pixels.planes(), batch, weights.packed, block, result.sums(), kernels);
      return;
    }
    kernels.signSums(operand.plane(0), batch, weights.packed, block, result.sums());
    int from = block * PackedWeights.BLOCK;
    int to = Math.min(weights.units, from + PackedWeights.BLOCK);
    for (int plane = 1; plane < operand.planes(); plane++) {
      kernels.signSums(operand.plane(plane), batch, weights.packed, block, ofPlane);
      operand.fold(result.sums(), ofPlane, batch, from, to);
    }
  }

  @Override
  public void backward(Pass pass) {
    Gradient byOperand = operand.rows().gradient();
    if (byOperand.isWanted()) {
      boolean add = byOperand.start();
      pass.overImages(
          (first, end, scratch) -> {
            if (add) {
              addInputGradient(first, end, byOperand, scratch, pass.kernels());
            } else {
              setInputGradient(first, end, byOperand, scratch, pass.kernels());
            }
          });
    }
  }

  /** {@code gradient · signs of the weights} for some images. */
  private void setInputGradient(
      int first, int end, Gradient byOperand, Scratch scratch, Kernels kernels) {
    kernels.multiply(
        result.gradient().rows, first, end, weights.units, weights.signs, byOperand.rows, scratch);
    for (int row = first; row < end; row++) {
      operand.backward(row, byOperand.rows[row]);
    }
  }

  private void addInputGradient(
      int first, int end, Gradient byOperand, Scratch scratch, Kernels kernels) {
    float[][] slopes = Arrays.copyOfRange(result.gradient().rows, first, end);
    kernels.multiply(slopes, 0, slopes.length, weights.units, weights.signs, scratch.rows, scratch);
    for (int row = 0; row < slopes.length; row++) {
      float[] part = scratch.rows[row];
      operand.backward(first + row, part);
      float[] total = byOperand.rows[first + row];
      for (int input = 0; input < weights.inputs; input++) {
        total[input] += part[input];
      }
    }
  }

  @Override
  public void prepareUpdate(Pass pass) {
    columns.ifPresent(
        packed -> {
          int width = WORDS_OF_OPERAND * Long.SIZE;
          pass.workers()
              .run(
                  Math.ceilDiv(packed.columns, width),
                  (task, worker) -> {
                    int end = Math.min(packed.columns, (task + 1) * width);
                    pass.kernels()
                        .packColumns(operand.plane(0), pass.batch(), 0, task * width, end, packed);
                  });
        });
  }

  /** {@code gradientᵀ · operand}, and the step at once. */
  @Override
  public void update(ProductParameters.Share share, Pass pass, Scratch scratch, UpdateRule rule) {
    int first = share.first();
    int count = share.end() - first;
    float[][] gradient = result.gradient().rows;
    switch (operand) {
      case Operand.Signs(Rows.Codes codes) -> {
        SignColumns signs = columns.or(codes::columns).orElseThrow();
        pass.kernels()
            .multiplyTransposed(
                gradient, first, count, pass.batch(), signs, false, scratch.rows, scratch);
      }
      case Operand.Kept _, Operand.Levels _, Operand.Bytes _ -> {
        float[][] values = operand.values().orElseThrow();
        pass.kernels()
            .multiplyValues(
                gradient, first, count, pass.batch(), values, weights.inputs, false, scratch.rows);
      }
    }
    for (int unit = first; unit < share.end(); unit++) {
      parameters.update(weights, unit, scratch.rows[unit - first], rule, pass.kernels());
    }
  }
}
