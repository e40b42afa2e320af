/**
 * From the IR to the RTL IR: when and where each operation happens.
 *
 * <p>{@link dev.signet.schedule.Scheduler} turns a verified {@link dev.signet.ir.Program} into
 * {@link dev.signet.schedule.Hardware}: a design with AXI4-Stream ports and the packing of frames
 * and results on them. A hardware unit is one class that builds one module. Inside, all streams
 * follow the same rule: a word moves at a clock edge where {@code valid} and {@code ready} are both
 * 1, and {@code valid} does not wait for {@code ready}.
 *
 * <p>Beside its module a unit says when words move through it. From that follow, without a
 * simulation, the least depths of the FIFOs where streams join.
 */
@NullMarked
package dev.signet.schedule;

import org.jspecify.annotations.NullMarked;
