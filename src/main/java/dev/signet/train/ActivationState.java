package dev.signet.train;

/** An activation in training: batch norm or what stands in for it, then a rule. */
sealed interface ActivationState extends StageState permits DenseActivation, MapActivation {

  ActivationParameters parameters();
}
