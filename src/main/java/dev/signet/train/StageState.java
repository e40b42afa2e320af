package dev.signet.train;

/** A stage in training: parameters, where it has some, and what it does with a batch. */
sealed interface StageState
    permits ActivationState,
        AverageState,
        ConcatState,
        FlattenState,
        PoolState,
        ProductState,
        SumsState,
        TakeState {

  /** Its result, of its operands. */
  void forward(Pass pass);

  /** Its part of the gradient by its operands, of that by its result. */
  void backward(Pass pass);
}
