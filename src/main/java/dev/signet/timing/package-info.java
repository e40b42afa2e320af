/**
 * How fast hardware is: the longest way that a signal takes between two registers of a design, in
 * LUTs and in nanoseconds, as an estimate from the RTL alone.
 *
 * <p>A design is taken apart into single bits ({@link dev.signet.timing.Elaboration}). Logic
 * between registers and carry chains is mapped to LUTs as a synthesizer maps it, in as few levels
 * as can be ({@link dev.signet.timing.LogicGraph}); what a family's LUTs, carry chains, memories
 * and wires take is a {@link dev.signet.timing.Fabric}. {@link dev.signet.timing.TimingEstimate} is
 * the door.
 */
@NullMarked
package dev.signet.timing;

import org.jspecify.annotations.NullMarked;
