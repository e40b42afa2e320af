package dev.signet.flow;

/** How fast hardware is simulated. */
public record SimulationRate(double clocksPerSecond, double framesPerSecond) {}
