/**
 * The pieces put together, and the tools outside: EDA programs, output directories, and holding all
 * levels against each other.
 *
 * <p>{@link dev.signet.flow.LevelVerification} is the law of the project as code: every level gives
 * the same bits.
 */
@NullMarked
package dev.signet.flow;

import org.jspecify.annotations.NullMarked;
