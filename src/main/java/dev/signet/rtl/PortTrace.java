package dev.signet.rtl;

import java.math.BigInteger;
import java.util.ArrayList;
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
  private final List<Port> ports;
  private final List<List<BigInteger>> values;
  private final List<BitSet> changes;
  private int cycles;

  /**
   * An empty trace.
   *
   * @param ports every port of the top module and an input {@code aresetn}
   */
  public PortTrace(List<Port> ports) {
    this.ports = List.copyOf(ports);
    this.values = new ArrayList<>();
    this.changes = new ArrayList<>();
    for (int port = 0; port < ports.size(); port++) {
      values.add(new ArrayList<>());
      changes.add(new BitSet());
    }
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
    for (int port = 0; port < ports.size(); port++) {
      List<BigInteger> past = values.get(port);
      BigInteger value = sampled.get(port);
      if (past.isEmpty() || !past.getLast().equals(value)) {
        past.add(value);
        changes.get(port).set(cycles);
      }
    }
    cycles++;
  }

  /** The ports, in the order of the samples. */
  public List<Port> ports() {
    return ports;
  }

  /** The number of cycles. */
  public int cycles() {
    return cycles;
  }

  /** The successive values of a port, each different from the one before it. */
  public List<BigInteger> values(int port) {
    return List.copyOf(values.get(port));
  }

  /** Whether a port takes its next value in this cycle; true for all ports in cycle 0. */
  public boolean changes(int port, int cycle) {
    return changes.get(port).get(cycle);
  }
}
