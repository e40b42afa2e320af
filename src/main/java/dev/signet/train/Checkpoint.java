package dev.signet.train;

import dev.signet.data.NamedTensors;

/**
 * All that training needs to go on to the same bits: latent weights, batch norm with its running
 * statistics and the optimizer's moments as tensors; as metadata how far it is, what the epochs
 * reached, and what network, recipe and data it belongs to. Shuffling depends on seed and epoch
 * alone, so there is no state of a random generator.
 *
 * <p>Where an epoch before the last was the best by validation, its parameters are there too, their
 * names behind {@code best.}
 *
 * <p>The parameters are under the model's own names, so a checkpoint can also be read as weights.
 *
 * @param contents what {@link dev.signet.data.Safetensors} stores
 */
public record Checkpoint(NamedTensors contents) {}
