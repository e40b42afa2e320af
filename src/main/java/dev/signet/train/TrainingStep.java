package dev.signet.train;

import dev.signet.data.RandomStream;
import dev.signet.network.TrainingRecipe;
import dev.signet.network.TrainingRecipe.Binarization;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * One batch forward, backward and the weights' step, shared out among the workers.
 *
 * <p>Forward and the gradient of batch norm are shared out by channels, the gradient by a layer's
 * input by images, the weights' gradient and step by units. Which thread takes which share changes
 * nothing: no two write the same place, and every sum has its order.
 */
final class TrainingStep {
  /** Words of the input whose columns are packed by one task. */
  private static final int WORDS_OF_INPUT = 4;

  private final List<BlockState> blocks;
  private final TrainingRecipe recipe;
  private final Workers workers;
  private final Kernels kernels;
  private final int rowsOfImages;
  private final long[][] input;
  private final SignColumns inputSigns;
  private final Scratch[] scratches;

  /** What a step is told back. */
  record Outcome(double loss, int correct) {}

  TrainingStep(
      List<BlockState> blocks, int batch, TrainingRecipe recipe, Workers workers, Kernels kernels) {
    this.blocks = List.copyOf(blocks);
    this.recipe = recipe;
    this.workers = workers;
    this.kernels = kernels;
    int inputs = blocks.getFirst().block.inputs();
    input = new long[batch][];
    inputSigns = new SignColumns(batch, inputs);
    rowsOfImages = rowsOfImages(batch, workers.threads());
    int inner = batch;
    int columns = 0;
    for (BlockState block : blocks) {
      inner = Math.max(inner, block.block.units());
      columns = Math.max(columns, block.block.inputs());
    }
    scratches = new Scratch[workers.threads()];
    for (int worker = 0; worker < scratches.length; worker++) {
      scratches[worker] = new Scratch(inner, columns);
    }
  }

  /** Images of a task: whole tiles, few enough that every thread gets some tasks. */
  private static int rowsOfImages(int batch, int threads) {
    int tiles = (batch + Scratch.TILE - 1) / Scratch.TILE;
    return Math.clamp(tiles / (4 * threads), 1, 4) * Scratch.TILE;
  }

  /**
   * What a step learns from.
   *
   * @param images all packed images, {@code [count · rows of an image, words]}
   * @param labels of all images
   * @param order the batch is images {@code order[from]} to {@code order[to − 1]}
   * @param number of the step, counted from 0 over all epochs
   */
  @SuppressWarnings("ArrayRecordComponent") // For inner loops; never compared.
  record Batch(long[][] images, byte[] labels, int[] order, int from, int to, long number) {
    int size() {
      return to - from;
    }
  }

  /**
   * Learns from one batch.
   *
   * @return sum of the images' losses, and how many were right
   */
  Outcome run(Batch batch, UpdateRule rule) {
    int size = batch.size();
    takeImages(batch);
    if (recipe.binarization().scale()) {
      measureWeights();
    }
    switch (recipe.binarization()) {
      case Binarization.Deterministic _ -> {}
      case Binarization.Stochastic _ -> drawWeights(batch.number());
    }
    forward(size, batch.number());
    Outcome outcome = lossOf(batch);
    if (Double.isFinite(outcome.loss())) {
      backward(size);
      if (blocks.getFirst().inputValues().isEmpty()) {
        packInput(size);
      }
      update(size, rule);
    }
    return outcome;
  }

  private void takeImages(Batch batch) {
    Optional<ByteInput> bytes = blocks.getFirst().bytes;
    if (bytes.isPresent()) {
      overEachImage(
          batch.size(),
          row -> {
            int image = batch.order()[batch.from() + row];
            bytes.get().take(row, batch.images(), image * ByteSums.PLANES);
          });
      return;
    }
    for (int row = 0; row < batch.size(); row++) {
      input[row] = batch.images()[batch.order()[batch.from() + row]];
    }
  }

  private void measureWeights() {
    overUnits(
        (index, first, end, worker) -> {
          for (int unit = first; unit < end; unit++) {
            blocks.get(index).dense.measure(unit);
          }
        });
    for (BlockState block : blocks) {
      block.dense.scaleToLargest();
    }
  }

  private void drawWeights(long step) {
    overUnits(
        (index, first, end, worker) -> {
          for (int unit = first; unit < end; unit++) {
            blocks
                .get(index)
                .dense
                .draw(
                    unit,
                    RandomStream.of(recipe.seed(), RandomUse.BINARIZATION, step, index, unit));
          }
        });
  }

  private void forward(int batch, long step) {
    long[][] signs = input;
    for (int index = 0; index < blocks.size(); index++) {
      BlockState block = blocks.get(index);
      long[][] operand = signs;
      if (block.dropout.isPresent()) {
        drawDropout(block.dropout.get(), operand, batch, step, index);
      }
      workers.run(block.tiles(), (tile, worker) -> block.forward(tile, operand, batch, kernels));
      signs = block.bits;
    }
  }

  private void drawDropout(DropoutState dropout, long[][] signs, int batch, long step, int index) {
    overEachImage(
        batch,
        row ->
            dropout.draw(
                row,
                signs[row],
                RandomStream.of(recipe.seed(), RandomUse.DROPOUT, step, index, row)));
  }

  private Outcome lossOf(Batch batch) {
    BlockState last = blocks.getLast();
    double total = 0;
    int correct = 0;
    for (int row = 0; row < batch.size(); row++) {
      int label = Byte.toUnsignedInt(batch.labels()[batch.order()[batch.from() + row]]);
      float[] scores = last.scores[row];
      total += Losses.of(recipe.loss(), scores, label, 1.0 / batch.size(), last.gradient[row]);
      correct += FloatForward.argmax(scores) == label ? 1 : 0;
    }
    return new Outcome(total, correct);
  }

  private void backward(int batch) {
    for (int index = blocks.size() - 1; index >= 0; index--) {
      BlockState block = blocks.get(index);
      workers.run(block.tiles(), (tile, worker) -> block.backward(tile, batch, kernels));
      if (index > 0) {
        float[][] result = blocks.get(index - 1).gradient;
        overImages(
            batch,
            (first, end, worker) ->
                block.inputGradient(first, end, result, scratches[worker], kernels));
      }
    }
  }

  private void packInput(int batch) {
    int width = WORDS_OF_INPUT * Long.SIZE;
    int columns = inputSigns.columns;
    workers.run(
        (columns + width - 1) / width,
        (task, worker) -> {
          int end = Math.min(columns, (task + 1) * width);
          kernels.packColumns(input, batch, task * width, end, inputSigns);
        });
  }

  private void update(int batch, UpdateRule rule) {
    overUnits(
        (index, first, end, worker) -> {
          SignColumns signs = index == 0 ? inputSigns : blocks.get(index - 1).signs;
          blocks
              .get(index)
              .updateWeights(first, end, signs, batch, scratches[worker], rule, kernels);
        });
    for (BlockState block : blocks) {
      block.bias.ifPresent(bias -> bias.update(rule));
      block.norm.ifPresent(norm -> norm.update(rule));
    }
  }

  /** Work on some images of the batch. */
  private interface ImageTask {
    void run(int first, int end, int worker);
  }

  /** Shares out the images of a batch. */
  private void overImages(int batch, ImageTask work) {
    workers.run(
        (batch + rowsOfImages - 1) / rowsOfImages,
        (task, worker) -> {
          int first = task * rowsOfImages;
          work.run(first, Math.min(batch, first + rowsOfImages), worker);
        });
  }

  /** Shares out work on single images. */
  private void overEachImage(int batch, IntConsumer work) {
    overImages(batch, (first, end, worker) -> IntStream.range(first, end).forEach(work));
  }

  /** Work on some units of a block. */
  private interface UnitTask {
    void run(int block, int first, int end, int worker);
  }

  /** Shares out the units of all blocks at once. */
  private void overUnits(UnitTask work) {
    int tasks = 0;
    int[] ends = new int[blocks.size()];
    for (int index = 0; index < ends.length; index++) {
      tasks += (blocks.get(index).block.units() + SignColumns.ROWS - 1) / SignColumns.ROWS;
      ends[index] = tasks;
    }
    workers.run(
        tasks,
        (task, worker) -> {
          int index = 0;
          while (task >= ends[index]) {
            index++;
          }
          int first = (task - (index == 0 ? 0 : ends[index - 1])) * SignColumns.ROWS;
          int end = Math.min(blocks.get(index).block.units(), first + SignColumns.ROWS);
          work.run(index, first, end, worker);
        });
  }
}
