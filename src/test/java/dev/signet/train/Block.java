package dev.signet.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A dense layer with what follows it, of a chain of such. */
record Block(
    Stage.Product product,
    WeightState dense,
    Optional<BiasState> bias,
    Optional<NormState> norm,
    Stage.Activation activation,
    boolean bytes) {

  static List<Block> of(TrainingStages stages) {
    List<Block> blocks = new ArrayList<>();
    for (int index = 0; index < stages.products().size(); index++) {
      ProductParameters parameters = stages.products().get(index).parameters();
      ActivationState activation = stages.activations().get(index);
      blocks.add(
          new Block(
              parameters.stage(),
              parameters.groups().getFirst(),
              parameters.bias(),
              activation.parameters().norm,
              activation.parameters().stage,
              stages.rows().get(parameters.stage().operand()) instanceof Rows.Pixels));
    }
    return blocks;
  }
}
