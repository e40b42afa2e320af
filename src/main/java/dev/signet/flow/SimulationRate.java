package dev.signet.flow;

/**
 * How fast hardware is simulated.
 *
 * @param clocksPerSecond of all copies that run in lockstep together
 */
public record SimulationRate(double clocksPerSecond, double framesPerSecond) {}
