/**
 * Simulators: what a network computes, run on this machine, at the levels that need no other tool.
 *
 * <p>Over the RTL IR, clock cycle by clock cycle: {@link dev.signet.sim.CycleSimulator} runs any
 * {@link dev.signet.rtl.Design}, compiled to a compact program over machine words; {@link
 * dev.signet.sim.LaneSimulator} runs many copies in lockstep through one control; {@link
 * dev.signet.sim.StreamRun} drives a top module that speaks AXI4-Stream through frames, stalls and
 * resets and measures it ({@link dev.signet.sim.StreamResult}); {@link dev.signet.sim.SteadyState}
 * runs what decides the handshakes alone, until it repeats; {@link dev.signet.sim.VcdWriter} writes
 * waveforms.
 *
 * <p>Over the network IR: an interpreter that is the reference, and an engine on packed bits for
 * bulk inference.
 *
 * <p>All of them give the same bits for the same input. Nothing here touches files or the clock on
 * the wall.
 */
@NullMarked
package dev.signet.sim;

import org.jspecify.annotations.NullMarked;
