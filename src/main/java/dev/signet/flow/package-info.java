/**
 * The pieces put together, and the world outside: folders that are written whole or not at all, the
 * EDA tools that read them, and all levels held against each other.
 *
 * <p>{@link dev.signet.flow.LevelVerification} is the law of the project as code: every level gives
 * the same bits. {@link dev.signet.flow.HardwareFiles} is what is written of a network's hardware,
 * {@link dev.signet.flow.FileTreeWriter} writes it. Whatever a user can cure is told by a {@link
 * dev.signet.flow.FlowException}.
 */
@NullMarked
package dev.signet.flow;

import org.jspecify.annotations.NullMarked;
