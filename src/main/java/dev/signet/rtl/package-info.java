/**
 * The RTL IR: when and where. Modules of ports, wires, registers and memories, with word-level
 * operations on bit vectors; {@code xnor}, {@code popcount} and {@code threshold} stay operations.
 *
 * <p>It is the single source of truth of the cycle-level simulator and of the Verilog, and knows
 * nothing of layers. Time is one clock, {@code aclk}, and one synchronous reset, {@code aresetn},
 * active low; both reach every module that has state and are not written out here. All values are
 * two-valued bit vectors, bit 0 the lowest.
 *
 * <p>{@link dev.signet.rtl.RtlVerifier} holds the rules of a {@link dev.signet.rtl.Design}, {@link
 * dev.signet.rtl.RtlPrinter} and {@link dev.signet.rtl.RtlParser} its text.
 */
@NullMarked
package dev.signet.rtl;

import org.jspecify.annotations.NullMarked;
