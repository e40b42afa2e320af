package dev.signet.train;

/**
 * An activation of vectors. It is shared out by channels: a task has all rows of some, so that it
 * can go from sums to codes at once, and the product in front hands its sums on while they are in
 * the cache.
 */
final class DenseActivation implements ActivationState {
  /** Channels of a task: one word of the packed result, written by one thread. */
  static final int TILE = PackedWeights.BLOCK;

  private final ActivationParameters parameters;
  private final RuleState rule;
  private final Rows.Sums sums;
  private final Rows result;
  private final int channels;

  /** x̂, {@code [batch, channels]}. */
  private final float[][] normalized;

  /** Whether the product in front runs {@link #forwardTile}. */
  private boolean led;

  /**
   * @param result codes, or the scores
   */
  DenseActivation(ActivationParameters parameters, Rows.Sums sums, Rows result) {
    this.parameters = parameters;
    this.sums = sums;
    this.result = result;
    Stage.Activation stage = parameters.stage;
    rule = new RuleState(stage.rule(), stage.hardtanh(), parameters.gamma, parameters.beta);
    channels = sums.map().channels();
    normalized = new float[sums.sums().length][channels];
  }

  @Override
  public ActivationParameters parameters() {
    return parameters;
  }

  /** From now on the product in front runs the tiles. */
  void beLed() {
    led = true;
  }

  private int tiles() {
    return Math.ceilDiv(channels, TILE);
  }

  @Override
  public void forward(Pass pass) {
    if (!led) {
      pass.workers().run(tiles(), (tile, worker) -> forwardTile(tile, pass));
    }
  }

  /** All rows of some channels. */
  void forwardTile(int tile, Pass pass) {
    int from = tile * TILE;
    int to = Math.min(channels, from + TILE);
    int rows = pass.batch();
    Kernels kernels = pass.kernels();
    if (parameters.norm.isPresent()) {
      parameters
          .norm
          .get()
          .forward(
              sums.sums(),
              rows,
              from,
              to,
              parameters.value.largest(),
              parameters.inputScale(),
              parameters.shift,
              normalized,
              kernels);
    } else {
      parameters.scale(sums.sums(), rows, from, to, normalized);
    }
    switch (result) {
      case Rows.Codes codes when codes.columns().isPresent() ->
          kernels.activate(
              normalized,
              rows,
              from,
              to,
              parameters.gamma,
              parameters.beta,
              codes.signs(),
              codes.columns().get());
      case Rows.Codes codes -> rule.codes(normalized, rows, from, to, codes.planes(), kernels);
      case Rows.Scores scores -> rule.scores(normalized, rows, from, to, scores.scores());
      case Rows.Pixels _, Rows.Sums _ -> throw new IllegalStateException("rule of " + result);
    }
  }

  @Override
  public void backward(Pass pass) {
    boolean own = sums.gradient().isIn(result.gradient().rows);
    boolean add = sums.gradient().start();
    pass.workers()
        .run(
            tiles(),
            (tile, worker) -> {
              int from = tile * TILE;
              int to = Math.min(channels, from + TILE);
              backward(from, to, pass);
              if (!own) {
                sums.gradient().take(result.gradient().rows, 0, pass.batch(), from, to, add);
              }
            });
  }

  /** Turns the gradient by the codes or by z into that by what the sums stand for. */
  private void backward(int from, int to, Pass pass) {
    int rows = pass.batch();
    float[][] gradient = result.gradient().rows;
    rule.backward(gradient, normalized, rows, from, to, pass.kernels());
    if (parameters.norm.isPresent()) {
      parameters.norm.get().backward(gradient, normalized, rows, from, to, pass.kernels());
    } else {
      parameters.scaleSlopes(gradient, rows, from, to);
      parameters.bias().ifPresent(state -> state.backward(gradient, rows, from, to));
    }
  }
}
