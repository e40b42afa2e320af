package dev.signet.flow;

import java.util.List;

/**
 * What a run of the testbench told.
 *
 * @param cycles clock cycles run
 * @param mismatches cycles in which an output port was not as expected
 * @param results the words that left the stream {@code m_axis}, hexadecimal, an unknown bit as
 *     {@code x}
 * @param messages the first mismatches, each with cycle, port, expected and actual value
 * @param buildSeconds time to compile
 * @param runSeconds time to simulate
 */
public record SimulationOutcome(
    long cycles,
    long mismatches,
    List<String> results,
    List<String> messages,
    double buildSeconds,
    double runSeconds) {
  public SimulationOutcome {
    results = List.copyOf(results);
    messages = List.copyOf(messages);
  }

  /** Time to compile and to simulate. */
  public double seconds() {
    return buildSeconds + runSeconds;
  }
}
