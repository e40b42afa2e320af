package dev.signet.train;

import dev.signet.network.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stages of a network in training.
 *
 * @param plan of the network
 * @param all in order
 * @param rows the values of a batch, in the plan's order
 * @param products those with weights, in order
 * @param activations in order; the last gives the scores
 */
record TrainingStages(
    Plan plan,
    List<StageState> all,
    List<Rows> rows,
    List<ProductState> products,
    List<ActivationState> activations) {
  TrainingStages {
    all = List.copyOf(all);
    rows = List.copyOf(rows);
    products = List.copyOf(products);
    activations = List.copyOf(activations);
  }

  /**
   * Puts stages around parameters.
   *
   * @param batch the most images
   * @param parameters of each product, in order
   * @param norms of each activation that has one, in order
   */
  static TrainingStages of(
      Plan plan, int batch, List<ProductParameters> parameters, List<NormState> norms) {
    return new Builder(plan, batch, parameters, norms).build();
  }

  /** The stage that gives the scores. */
  ActivationState last() {
    return activations.getLast();
  }

  /** The scores of a batch. */
  Rows.Scores scores() {
    return (Rows.Scores) rows.get(plan.last().result());
  }

  private static final class Builder {
    private final Plan plan;
    private final int batch;
    private final List<ProductParameters> parameters;
    private final List<NormState> norms;
    private final List<Rows> rows;
    private final List<StageState> all = new ArrayList<>();
    private final List<ProductState> products = new ArrayList<>();
    private final List<ActivationState> activations = new ArrayList<>();

    /** By the number of their stage. */
    private final Map<Integer, ProductState> productOf = new HashMap<>();

    private int normed;

    Builder(Plan plan, int batch, List<ProductParameters> parameters, List<NormState> norms) {
      this.plan = plan;
      this.batch = batch;
      this.parameters = parameters;
      this.norms = norms;
      this.rows = BatchRows.of(plan, batch);
    }

    TrainingStages build() {
      for (Stage stage : plan.stages()) {
        all.add(state(stage));
      }
      return new TrainingStages(plan, all, rows, products, activations);
    }

    private StageState state(Stage stage) {
      return switch (stage) {
        case Stage.Take take -> new TakeState(take, rows.get(take.result()), plan.coding());
        case Stage.Product product -> product(product);
        case Stage.Activation activation -> activation(activation);
        case Stage.LargestSum(Window window, int operand, int result) ->
            new PoolState(window, rows.get(operand), rows.get(result));
        case Stage.LargestCode(Window window, int operand, int result) ->
            new PoolState(window, rows.get(operand), rows.get(result));
        case Stage.Average(Window window, int operand, int result) ->
            new AverageState(window, rows.get(operand), (Rows.Sums) rows.get(result));
        case Stage.Add(List<Integer> operands, int result) ->
            new SumsState(operands.stream().map(rows::get).toList(), (Rows.Sums) rows.get(result));
        case Stage.Concat(List<Integer> operands, int result) ->
            new ConcatState(
                operands.stream().map(operand -> (Rows.Codes) rows.get(operand)).toList(),
                (Rows.Codes) rows.get(result));
        case Stage.Flatten flatten ->
            new FlattenState(flatten, rows.get(flatten.operand()), rows.get(flatten.result()));
      };
    }

    private ProductState product(Stage.Product stage) {
      ProductParameters own = parameters.get(products.size());
      Operand operand = Operand.of(stage, rows.get(stage.operand()));
      Rows.Sums result = (Rows.Sums) rows.get(stage.result());
      ProductState state =
          stage.isConv()
              ? new ConvProduct(own, operand, result)
              : new DenseProduct(own, operand, batch, result);
      products.add(state);
      productOf.put(all.size(), state);
      return state;
    }

    private ActivationState activation(Stage.Activation stage) {
      Value.Sums value = plan.sums(stage.operand());
      Optional<NormState> norm =
          stage.norm().isPresent() ? Optional.of(norms.get(normed++)) : Optional.empty();
      norm.ifPresent(_ -> checkSquares(stage, value));
      Optional<ProductState> product =
          value.product().isPresent()
              ? Optional.ofNullable(productOf.get(value.product().getAsInt()))
              : Optional.empty();
      ActivationParameters own = new ActivationParameters(stage, value, norm, product);
      Rows.Sums sums = (Rows.Sums) rows.get(stage.operand());
      Rows result = rows.get(stage.result());
      ActivationState state;
      if (value.map().places() == 1 && stage.pool().isEmpty()) {
        state = new DenseActivation(own, sums, result);
      } else {
        boolean sole = plan.consumers(stage.operand()).size() == 1;
        state = new MapActivation(own, batch, sums, sole, result);
      }
      activations.add(state);
      follow(stage, state);
      return state;
    }

    /** Has an activation follow the product that it comes right behind, part by part. */
    private void follow(Stage.Activation stage, ActivationState state) {
      if (plan.stages().get(all.size() - 1).result() != stage.operand()) {
        return;
      }
      if (all.getLast() instanceof DenseProduct product && state instanceof DenseActivation own) {
        product.lead(own);
      }
      if (all.getLast() instanceof ConvProduct product && state instanceof MapActivation own) {
        product.lead(own);
      }
    }

    private void checkSquares(Stage.Activation stage, Value.Sums value) {
      double rows = (double) batch * value.map().places();
      if (Math.pow(value.largest(), 2) * rows > Long.MAX_VALUE) {
        throw new TrainException(
            "batches of "
                + batch
                + " images are too large for '"
                + plan.outputName(stage)
                + "', whose sums reach "
                + value.largest()
                + ": the sum of their squares has to fit 63 bits");
      }
    }
  }
}
