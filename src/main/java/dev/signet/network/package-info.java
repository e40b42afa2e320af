/**
 * The network as a typed graph, and the model: the same graph with its trained parameters.
 *
 * <p>A {@link dev.signet.network.Network} is what the language means: nodes in topological order,
 * each a {@link dev.signet.network.Layer} applied to earlier nodes, each with a {@link
 * dev.signet.network.TensorType}; with it the training recipe and the hardware wishes of the same
 * text. A {@link dev.signet.network.Model} adds float32 tensors under PyTorch's names. This package
 * knows no files, no text and no hardware.
 */
@NullMarked
package dev.signet.network;

import org.jspecify.annotations.NullMarked;
