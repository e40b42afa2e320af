package dev.signet.network;

import dev.signet.network.TrainingRecipe.Binarization;
import dev.signet.network.TrainingRecipe.DataSource;
import dev.signet.network.TrainingRecipe.Initialization;
import dev.signet.network.TrainingRecipe.Loss;
import dev.signet.network.TrainingRecipe.Optimizer;
import dev.signet.network.TrainingRecipe.Schedule;
import java.util.List;

/**
 * A recipe in the making: another recipe, of which some things are replaced.
 *
 * <pre>{@code
 * TrainingRecipe recipe =
 *     TrainingRecipe.defaults().toBuilder().epochs(30).loss(Loss.SQUARED_HINGE).build();
 * }</pre>
 */
public final class TrainingRecipeBuilder {
  private DataSource data;
  private int epochs;
  private int batch;
  private Optimizer optimizer;
  private Schedule schedule;
  private Loss loss;
  private Initialization initialization;
  private Binarization binarization;
  private List<Augmentation> augmentations;
  private Validation validation;
  private TrainingRecipe.Monitor monitor;
  private int patience;
  private long seed;

  TrainingRecipeBuilder(TrainingRecipe from) {
    data = from.data();
    epochs = from.epochs();
    batch = from.batch();
    optimizer = from.optimizer();
    schedule = from.schedule();
    loss = from.loss();
    initialization = from.initialization();
    binarization = from.binarization();
    augmentations = from.augmentations();
    validation = from.validation();
    monitor = from.monitor();
    patience = from.patience();
    seed = from.seed();
  }

  /** Where images come from. */
  public TrainingRecipeBuilder data(DataSource value) {
    data = value;
    return this;
  }

  /** Passes over the training split. */
  public TrainingRecipeBuilder epochs(int value) {
    epochs = value;
    return this;
  }

  /** Images a step. */
  public TrainingRecipeBuilder batch(int value) {
    batch = value;
    return this;
  }

  /** How latent weights move. */
  public TrainingRecipeBuilder optimizer(Optimizer value) {
    optimizer = value;
    return this;
  }

  /** How the learning rate changes over the run. */
  public TrainingRecipeBuilder schedule(Schedule value) {
    schedule = value;
    return this;
  }

  /** What is minimised. */
  public TrainingRecipeBuilder loss(Loss value) {
    loss = value;
    return this;
  }

  /** What latent weights are at the start. */
  public TrainingRecipeBuilder initialization(Initialization value) {
    initialization = value;
    return this;
  }

  /** What training takes for the sign of a latent weight. */
  public TrainingRecipeBuilder binarization(Binarization value) {
    binarization = value;
    return this;
  }

  /** How training images are changed. */
  public TrainingRecipeBuilder augmentations(List<Augmentation> value) {
    augmentations = value;
    return this;
  }

  /** Which training images are held out. */
  public TrainingRecipeBuilder validation(Validation value) {
    validation = value;
    return this;
  }

  /** What makes an epoch better than another. */
  public TrainingRecipeBuilder monitor(TrainingRecipe.Monitor value) {
    monitor = value;
    return this;
  }

  /** After how many epochs in a row without a better one training stops. */
  public TrainingRecipeBuilder patience(int value) {
    patience = value;
    return this;
  }

  /** Of every random choice. */
  public TrainingRecipeBuilder seed(long value) {
    seed = value;
    return this;
  }

  /**
   * The recipe.
   *
   * @throws IllegalArgumentException when it is none
   */
  public TrainingRecipe build() {
    return new TrainingRecipe(
        data,
        epochs,
        batch,
        optimizer,
        schedule,
        loss,
        initialization,
        binarization,
        augmentations,
        validation,
        monitor,
        patience,
        seed);
  }
}
