/**
 * From a trained model to the IR: where float32 ends.
 *
 * <p>{@link dev.signet.lower.ModelLowering} takes a {@link dev.signet.network.Model} and gives a
 * verified {@link dev.signet.ir.Program}. Batch norm and sign become one integer threshold a
 * neuron, found by search on the trainer's own float32 function; the last layer becomes integer
 * scores that keep every decision. Both are proven over every reachable sum before they are used.
 */
@NullMarked
package dev.signet.lower;

import org.jspecify.annotations.NullMarked;
