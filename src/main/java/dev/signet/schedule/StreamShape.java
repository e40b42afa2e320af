package dev.signet.schedule;

/**
 * How a frame goes from unit to unit.
 *
 * @param words words of a frame
 * @param width bits of each
 */
record StreamShape(int words, int width) {}
