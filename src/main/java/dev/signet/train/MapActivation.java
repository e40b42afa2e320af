package dev.signet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An activation of maps, which have many rows and few channels. It is shared out by images, and has
 * to wait for all of them where batch norm needs their statistics.
 */
final class MapActivation implements ActivationState {
  private final ActivationParameters parameters;
  private final RuleState rule;
  private final Chunks chunks;
  private final int channels;
  private final Rows.Sums sums;
  private final Optional<RealPool> pool;

  /** The gradient by z, and then by what the sums stand for, {@code [rows, channels]}. */
  private final float[][] slopes;

  private final List<Part> parts = new ArrayList<>();

  /** Whether the product in front runs {@link #measure}. */
  private boolean led;

  /**
   * The rows of a chunk.
   *
   * @param normalized x̂
   * @param slopes of the stage
   * @param byResult the gradient by the result
   * @param planes codes of the result, or none
   * @param scores scores of the result, or none
   * @param totals of the sums, {@code [channels]}
   * @param squares of the sums, {@code [channels]}
   * @param byBeta the gradient's totals, {@code [channels]}
   * @param byGamma {@code [channels]}
   */
  @SuppressWarnings("ArrayRecordComponent") // For inner loops; never compared.
  private record Part(
      int[][] sums,
      float[][] normalized,
      float[][] slopes,
      float[][] byResult,
      long[][][] planes,
      float[][] scores,
      long[] totals,
      long[] squares,
      float[] byBeta,
      float[] byGamma) {}

  /**
   * @param batch the most images
   * @param sole whether nobody else takes the sums
   * @param result codes, or the scores
   */
  MapActivation(
      ActivationParameters parameters, int batch, Rows.Sums sums, boolean sole, Rows result) {
    this.parameters = parameters;
    this.sums = sums;
    chunks = Chunks.of(sums.map().places());
    channels = sums.map().channels();
    Stage.Activation stage = parameters.stage;
    pool =
        stage
            .pool()
            .map(
                window ->
                    new RealPool(sums, window, chunks, batch, parameters.gamma, parameters.beta));
    rule =
        new RuleState(
            stage.rule(),
            stage.hardtanh(),
            pool.isPresent() ? ActivationParameters.ones(channels) : parameters.gamma,
            pool.isPresent() ? new float[channels] : parameters.beta);
    if (pool.isEmpty()) {
      slopes = result.gradient().rows;
    } else if (sole) {
      slopes = sums.gradient().rows;
    } else {
      slopes = Gradient.of(sums.sums().length, channels).rows;
    }
    split(batch, result);
  }

  private void split(int batch, Rows result) {
    Chunks ofResult = new Chunks(result.map().places(), chunks.images());
    List<int[][]> sumsOf = chunks.split(sums.sums());
    List<float[][]> normalizedOf = chunks.split(new float[sums.sums().length][channels]);
    List<float[][]> slopesOf = chunks.split(slopes);
    List<float[][]> byResultOf = ofResult.split(result.gradient().rows);
    for (int chunk = 0; chunk < chunks.count(batch); chunk++) {
      long[][][] planes = new long[0][][];
      float[][] scores = new float[0][];
      switch (result) {
        case Rows.Codes codes -> {
          planes = new long[codes.planes().length][][];
          for (int plane = 0; plane < planes.length; plane++) {
            planes[plane] = ofResult.split(codes.planes()[plane]).get(chunk);
          }
        }
        case Rows.Scores all -> scores = ofResult.split(all.scores()).get(chunk);
        case Rows.Pixels _, Rows.Sums _ -> throw new IllegalStateException("rule of " + result);
      }
      parts.add(
          new Part(
              sumsOf.get(chunk),
              normalizedOf.get(chunk),
              slopesOf.get(chunk),
              byResultOf.get(chunk),
              planes,
              scores,
              new long[channels],
              new long[channels],
              new float[channels],
              new float[channels]));
    }
  }

  @Override
  public ActivationParameters parameters() {
    return parameters;
  }

  /** From now on the product in front measures the chunks. */
  void beLed() {
    led = true;
  }

  private interface ChunkTask {
    /**
     * @param images of the chunk
     * @param rows of the sums
     */
    void run(int chunk, Part part, int images, int rows);
  }

  private void overChunks(Pass pass, ChunkTask task) {
    pass.workers()
        .run(chunks.count(pass.batch()), (chunk, worker) -> run(chunk, pass.batch(), task));
  }

  private void run(int chunk, int batch, ChunkTask task) {
    int images = chunks.end(chunk, batch) - chunks.first(chunk);
    task.run(chunk, parts.get(chunk), images, images * chunks.places());
  }

  /** Adds up the sums of a chunk for the statistics, where they are wanted. */
  void measure(int chunk, Pass pass) {
    if (parameters.norm.isPresent()) {
      run(
          chunk,
          pass.batch(),
          (_, part, images, rows) ->
              pass.kernels()
                  .totals(
                      part.sums(),
                      rows,
                      0,
                      channels,
                      parameters.value.largest(),
                      part.totals(),
                      part.squares()));
    }
  }

  @Override
  public void forward(Pass pass) {
    if (!led && parameters.norm.isPresent()) {
      pass.workers().run(chunks.count(pass.batch()), (chunk, worker) -> measure(chunk, pass));
    }
    parameters.norm.ifPresent(norm -> learnStatistics(norm, pass.batch()));
    overChunks(
        pass,
        (chunk, part, images, rows) -> {
          normalize(part, rows, pass.kernels());
          float[][] values =
              pool.isPresent()
                  ? pool.get().forward(chunk, part.normalized(), images)
                  : part.normalized();
          int results = images * resultPlaces(rows, images);
          if (part.planes().length > 0) {
            rule.codes(values, results, 0, channels, part.planes(), pass.kernels());
          } else {
            rule.scores(values, results, 0, channels, part.scores());
          }
        });
  }

  private void learnStatistics(NormState norm, int batch) {
    norm.clearTotals();
    for (int chunk = 0; chunk < chunks.count(batch); chunk++) {
      norm.addTotals(parts.get(chunk).totals(), parts.get(chunk).squares());
    }
    norm.learnStatistics(
        batch * chunks.places(), 0, channels, parameters.inputScale(), parameters.shift);
  }

  private void normalize(Part part, int rows, Kernels kernels) {
    if (parameters.norm.isPresent()) {
      parameters.norm.get().normalize(part.sums(), rows, 0, channels, part.normalized(), kernels);
    } else {
      parameters.scale(part.sums(), rows, 0, channels, part.normalized());
    }
  }

  private int resultPlaces(int rows, int images) {
    return pool.map(RealPool::places).orElse(rows / images);
  }

  @Override
  public void backward(Pass pass) {
    boolean add = sums.gradient().start();
    Kernels kernels = pass.kernels();
    overChunks(
        pass,
        (chunk, part, images, rows) -> {
          float[][] values = pool.isPresent() ? pool.get().largest(chunk) : part.normalized();
          int results = images * resultPlaces(rows, images);
          rule.backward(part.byResult(), values, results, 0, channels, kernels);
          pool.ifPresent(pooled -> pooled.backward(chunk, part.byResult(), part.slopes(), images));
          if (parameters.norm.isPresent()) {
            kernels.slopeTotals(
                part.slopes(), part.normalized(), rows, 0, channels, part.byBeta(), part.byGamma());
          } else {
            parameters.scaleSlopes(part.slopes(), rows, 0, channels);
          }
        });
    parameters.norm.ifPresent(norm -> centre(norm, pass));
    if (parameters.norm.isEmpty()) {
      parameters.bias().ifPresent(bias -> learnBias(bias, pass));
    }
    if (!sums.gradient().isIn(slopes)) {
      overChunks(
          pass,
          (chunk, part, images, rows) -> {
            int first = chunks.first(chunk) * chunks.places();
            sums.gradient().take(slopes, first, first + rows, 0, channels, add);
          });
    }
  }

  private void centre(NormState norm, Pass pass) {
    norm.clearSlopes();
    for (int chunk = 0; chunk < chunks.count(pass.batch()); chunk++) {
      norm.addSlopes(parts.get(chunk).byBeta(), parts.get(chunk).byGamma());
    }
    norm.learnSlopes(pass.batch() * chunks.places(), 0, channels);
    overChunks(
        pass,
        (chunk, part, images, rows) ->
            norm.centre(part.slopes(), part.normalized(), rows, 0, channels, pass.kernels()));
  }

  private void learnBias(BiasState bias, Pass pass) {
    int tile = DenseActivation.TILE;
    pass.workers()
        .run(
            Math.ceilDiv(channels, tile),
            (task, worker) ->
                bias.backward(
                    slopes,
                    pass.batch() * chunks.places(),
                    task * tile,
                    Math.min(channels, (task + 1) * tile)));
  }
}
