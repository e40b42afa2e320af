/**
 * Where images and weights come from and go to: the one place, beside the command line and the flow
 * scripts, that touches files.
 *
 * <p>{@link dev.signet.data.DataSets} turns what a network's text says of its data into a {@link
 * dev.signet.data.DataSet} of bytes: MNIST's IDX files, CIFAR-10's, folders and zips of images,
 * CSV, or digits and tones made from a seed. {@link dev.signet.data.Safetensors} reads and writes
 * named float32 tensors. Whatever is wrong with a file is a {@link dev.signet.data.DataException},
 * whose message names the file, the fault and what to do; no declared size is believed before it is
 * held against the size of the file.
 */
@NullMarked
package dev.signet.data;

import org.jspecify.annotations.NullMarked;
