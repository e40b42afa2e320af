package dev.signet.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A conv in training: a product of the patches under its window with the weights.
 *
 * <p>Forward and the gradient by its operand are shared out by images, some rows of patches at a
 * time, so that they stay in the cache; the weights' gradient by units.
 */
final class ConvProduct implements ProductState {
  /** Rows of patches that are worked on at a time. */
  private static final int TILE = 32;

  private final ProductParameters parameters;
  private final Operand operand;
  private final Patches patches;
  private final Chunks chunks;
  private final PatchSums patchSums;
  private final WeightGradient weightGradient;
  private Optional<MapActivation> follower = Optional.empty();

  /** Sums, and the gradient by them, of each tile of rows, chunk by chunk. */
  private final List<List<int[][]>> sumsOf = new ArrayList<>();

  private final List<List<float[][]>> slopesOf = new ArrayList<>();

  /** One for each worker. */
  private final List<Memory> memories = new ArrayList<>();

  /** Rows of a worker. */
  private final class Memory {
    final PatchSums.Memory forPatches = patchSums.memory(TILE);

    /** The gradient by patches. */
    final float[][] columns = new float[TILE][SignColumns.stride(patches.inputs())];

    /** The gradient by the sums of a group. */
    final float[][] ofGroup =
        new float[TILE][SignColumns.stride(parameters.groups().getFirst().units)];

    /** The gradient by the operand, of a chunk that has to be worked on before it is added. */
    final float[][] byOperand;

    Memory(boolean apart) {
      int rows = apart ? chunks.images() * patches.map.places() : 0;
      byOperand = new float[rows][patches.map.channels()];
    }
  }

  ConvProduct(ProductParameters parameters, Operand operand, Rows.Sums result) {
    this.parameters = parameters;
    this.operand = operand;
    Stage.Product stage = parameters.stage();
    patches = Patches.of(stage, operand.rows());
    chunks = Chunks.of(patches.result.places());
    for (int[][] rows : chunks.split(result.sums())) {
      sumsOf.add(Chunks.split(rows, TILE));
    }
    for (float[][] rows : chunks.split(result.gradient().rows)) {
      slopesOf.add(Chunks.split(rows, TILE));
    }
    patchSums =
        new PatchSums(
            patches, parameters.groups().stream().map(weights -> weights.packed).toList(), operand);
    weightGradient = new WeightGradient(stage, operand, patches, result.gradient());
  }

  /** From now on an activation measures each chunk as soon as it has its sums. */
  void lead(MapActivation activation) {
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

  /** Work on a tile of rows. */
  private interface TileTask {
    /**
     * @param tile of the chunk
     * @param first its first row
     */
    void run(int tile, int first, int rows);
  }

  private void overTiles(int chunk, int batch, TileTask task) {
    int first = chunks.first(chunk) * chunks.places();
    int rows = chunks.rows(chunk, batch);
    for (int row = 0; row < rows; row += TILE) {
      task.run(row / TILE, first + row, Math.min(TILE, rows - row));
    }
  }

  private boolean isScaled() {
    return operand instanceof Operand.Kept || operand instanceof Operand.Levels;
  }

  @Override
  public void forward(Pass pass) {
    while (memories.size() < pass.workers().threads()) {
      memories.add(new Memory(isScaled()));
    }
    operand.prepare(pass, parameters.ordinal());
    patchSums.prepare(operand);
    pass.workers()
        .run(
            chunks.count(pass.batch()),
            (chunk, worker) -> {
              Memory memory = memories.get(worker);
              overTiles(
                  chunk,
                  pass.batch(),
                  (tile, first, rows) ->
                      patchSums.run(
                          operand,
                          first,
                          rows,
                          sumsOf.get(chunk).get(tile),
                          memory.forPatches,
                          pass.kernels()));
              follower.ifPresent(activation -> activation.measure(chunk, pass));
            });
  }

  @Override
  public void backward(Pass pass) {
    Gradient byOperand = operand.rows().gradient();
    if (byOperand.isWanted()) {
      boolean add = byOperand.start();
      pass.workers()
          .run(
              chunks.count(pass.batch()),
              (chunk, worker) -> inputGradient(chunk, byOperand, add, pass, worker));
    }
    weightGradient.run(pass);
  }

  private void inputGradient(int chunk, Gradient byOperand, boolean add, Pass pass, int worker) {
    Memory memory = memories.get(worker);
    int places = patches.map.places();
    int start = chunks.first(chunk) * places;
    int count = (chunks.end(chunk, pass.batch()) - chunks.first(chunk)) * places;
    boolean apart = add && isScaled();
    float[][] target = apart ? memory.byOperand : byOperand.rows;
    int firstImage = apart ? chunks.first(chunk) : 0;
    int base = start - firstImage * places;
    if (apart || !add) {
      for (int row = 0; row < count; row++) {
        Arrays.fill(target[base + row], 0);
      }
    }
    overTiles(
        chunk,
        pass.batch(),
        (tile, first, rows) -> {
          float[][] slopes = slopesOf.get(chunk).get(tile);
          for (int group = 0; group < parameters.groups().size(); group++) {
            byPatches(slopes, rows, group, memory, pass, worker);
            for (int row = 0; row < rows; row++) {
              int image = (first + row) / chunks.places() - firstImage;
              patches.addTo(memory.columns[row], first + row, image, group, target, pass.kernels());
            }
          }
        });
    if (isScaled()) {
      for (int row = 0; row < count; row++) {
        operand.backward(start + row, target[base + row]);
        if (apart) {
          addRow(target[base + row], byOperand.rows[start + row]);
        }
      }
    }
  }

  private static void addRow(float[] part, float[] total) {
    for (int channel = 0; channel < part.length; channel++) {
      total[channel] += part[channel];
    }
  }

  /** {@code gradient · signs of the weights} of a group. */
  private void byPatches(
      float[][] slopes, int rows, int group, Memory memory, Pass pass, int worker) {
    WeightState weights = parameters.groups().get(group);
    float[][] ofGroup = slopes;
    if (parameters.groups().size() > 1) {
      ofGroup = memory.ofGroup;
      for (int row = 0; row < rows; row++) {
        System.arraycopy(slopes[row], group * weights.units, ofGroup[row], 0, weights.units);
      }
    }
    pass.kernels()
        .multiply(
            ofGroup,
            0,
            rows,
            weights.units,
            weights.signs,
            memory.columns,
            pass.scratches()[worker]);
  }

  /** The gradient is there already. */
  @Override
  public void prepareUpdate(Pass pass) {}

  @Override
  public void update(ProductParameters.Share share, Pass pass, Scratch scratch, UpdateRule rule) {
    WeightState weights = parameters.groups().get(share.group());
    for (int unit = share.first(); unit < share.end(); unit++) {
      float[] slopes = weightGradient.slopes[share.group() * weights.units + unit];
      parameters.update(weights, unit, slopes, rule, pass.kernels());
    }
  }
}
