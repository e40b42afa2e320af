package dev.signet.train;

/** A dense layer or a conv in training. */
sealed interface ProductState extends StageState permits ConvProduct, DenseProduct {

  ProductParameters parameters();

  /** What its sums count times for what follows: more than 1 where a dropout leaves some out. */
  float inputScale();

  /** What has to be done, behind the gradients of all stages, before weights are updated. */
  void prepareUpdate(Pass pass);

  /** The gradient of a share of the weights, and their step. */
  void update(ProductParameters.Share share, Pass pass, Scratch scratch, UpdateRule rule);
}
