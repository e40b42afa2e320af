package dev.signet.rtl;

import dev.signet.ir.BitMatrix;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What every port of a top module held in every clock cycle of a run, {@code aresetn} included,
 * stored as changes.
 *
 * <p>Cycle c is the time between clock edges c − 1 and c: the inputs are applied after edge c − 1,
 * and inputs and outputs are sampled just before edge c. Cycle 0 has {@code aresetn} low; outputs
 * have a meaning from cycle 1 on.
 */
public final class PortTrace {

  /** The successive values of one port, {@code words} longs each, the lowest first. */
  private static final class History {
    final int words;
    final BitSet changes = new BitSet();
    long[] values = new long[16];
    int end;

    History(int width) {
      words = BitMatrix.wordsFor(width);
    }

    void add(int cycle, long[] sample, int from) {
      if (end > 0 && Arrays.equals(values, end - words, end, sample, from, from + words)) {
        return;
      }
      if (end + words > values.length) {
        values = Arrays.copyOf(values, 2 * (end + words));
      }
      System.arraycopy(sample, from, values, end, words);
      end += words;
      changes.set(cycle);
    }

    BigInteger value(int start) {
      BigInteger value = BigInteger.ZERO;
      for (int word = start + words - 1; word >= start; word--) {
        BigInteger low = new BigInteger(Long.toUnsignedString(values[word]));
        value = value.shiftLeft(64).or(low);
      }
      return value;
    }
  }

  private final List<Port> ports;
  private final List<History> histories;
  private final int sampleWords;
  private int cycles;

  /**
   * An empty trace.
   *
   * @param ports every port of the top module and an input {@code aresetn}
   */
  public PortTrace(List<Port> ports) {
    this.ports = List.copyOf(ports);
    this.histories = ports.stream().map(port -> new History(port.width())).toList();
    this.sampleWords = histories.stream().mapToInt(history -> history.words).sum();
  }

  /**
   * Adds one cycle.
   *
   * @param sampled a value for each port, in the order of {@link #ports()}
   */
  public void add(List<BigInteger> sampled) {
    if (sampled.size() != ports.size()) {
      throw new IllegalArgumentException(sampled.size() + " values for " + ports.size() + " ports");
    }
    long[] words = new long[sampleWords];
    int at = 0;
    for (int port = 0; port < ports.size(); port++) {
      for (int word = 0; word < histories.get(port).words; word++) {
        words[at++] = sampled.get(port).shiftRight(64 * word).longValue();
      }
    }
    add(words);
  }

  /**
   * Adds one cycle.
   *
   * @param sampled the value of each port as {@code ⌈width/64⌉} longs, the lowest first, one port
   *     after the other in the order of {@link #ports()}; copied
   */
  public void add(long[] sampled) {
    if (sampled.length != sampleWords) {
      throw new IllegalArgumentException(sampled.length + " words for " + sampleWords);
    }
    int at = 0;
    for (History history : histories) {
      history.add(cycles, sampled, at);
      at += history.words;
    }
    cycles++;
  }

  /** The ports, in the order of the samples. */
  public List<Port> ports() {
    return ports;
  }

  /** The number of longs of a cycle's sample. */
  public int sampleWords() {
    return sampleWords;
  }

  /** The number of cycles. */
  public int cycles() {
    return cycles;
  }

  /** The successive values of a port, each different from the one before it. */
  public List<BigInteger> values(int port) {
    History history = histories.get(port);
    List<BigInteger> values = new ArrayList<>(history.end / history.words);
    for (int start = 0; start < history.end; start += history.words) {
      values.add(history.value(start));
    }
    return List.copyOf(values);
  }

  /** Whether a port takes its next value in this cycle; true for all ports in cycle 0. */
  public boolean changes(int port, int cycle) {
    return histories.get(port).changes.get(cycle);
  }
}
