package dev.signet.schedule;

import dev.signet.network.HardwareGoals.Folding;

/**
 * One way to build a unit. What the unit computes is of no matter to the choice.
 *
 * @param folding its folding
 * @param cycles clocks a frame keeps it busy
 * @param area what it takes
 * @param in how frames come
 * @param out how frames leave
 */
record FoldedUnit(Folding folding, long cycles, Area area, StreamShape in, StreamShape out) {}
