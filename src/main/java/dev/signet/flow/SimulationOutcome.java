package dev.signet.flow;

import java.math.BigInteger;
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

  /** Whether every output port was as expected in every cycle. */
  public boolean passed() {
    return mismatches == 0;
  }

  /** Time to compile and to simulate. */
  public double seconds() {
    return buildSeconds + runSeconds;
  }

  /**
   * The results as numbers.
   *
   * @throws FlowException when one has unknown bits
   */
  public List<BigInteger> values() {
    return results.stream().map(SimulationOutcome::value).toList();
  }

  private static BigInteger value(String word) {
    try {
      return new BigInteger(word, 16);
    } catch (NumberFormatException e) {
      throw new FlowException("the simulated hardware gave a word with unknown bits: " + word, e);
    }
  }
}
