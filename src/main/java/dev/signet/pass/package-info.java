/**
 * Changes to a program of the network IR that keep what it computes.
 *
 * <p>A {@link dev.signet.pass.Pass} does one thing and is one file; {@link
 * dev.signet.pass.PassPipeline} runs them in order and verifies after each. Every pass is tested by
 * text in and text out, and on random programs against the interpreter.
 */
@NullMarked
package dev.signet.pass;

import org.jspecify.annotations.NullMarked;
