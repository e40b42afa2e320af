/**
 * Training by the straight-through estimator, and the float32 forward pass that every other level
 * is held against.
 *
 * <p>In come a {@link dev.signet.network.Network} and a {@link dev.signet.data.DataSet}, out goes a
 * {@link dev.signet.network.Model}. The layers are plain: forward and backward are written out. A
 * binarized product is XNOR and popcount on packed words and gives exact integers; the backward
 * products are float32. Work is shared out as disjoint parts of results, each summed in a fixed
 * order, so a seed gives the same weights to the bit at any number of threads. Transcendental
 * functions are {@link java.lang.StrictMath}'s, so it does on any machine too.
 *
 * <p>This package touches no files: a {@link dev.signet.train.Checkpoint} is tensors and text,
 * which {@link dev.signet.data.Safetensors} stores.
 */
@NullMarked
package dev.signet.train;

import org.jspecify.annotations.NullMarked;
