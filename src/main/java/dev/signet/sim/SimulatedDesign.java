package dev.signet.sim;

/**
 * A design that runs clock cycle by clock cycle: one of its kind, or several in lockstep. Signals
 * are known by handles, looked up once by path.
 *
 * <p>A cycle is: set the inputs, {@link #settle} the combinational logic, read whatever is of
 * interest, {@link #clock} the rising edge.
 */
public sealed interface SimulatedDesign permits CycleSimulator, LaneSimulator {

  /**
   * The handle of a signal.
   *
   * @throws SimulationException when there is none of this path
   */
  int signal(String path);

  /** The number of bits of a signal. */
  int width(int signal);

  /** The number of longs of a signal's value. */
  int words(int signal);

  /**
   * Sets an input of up to 64 bits.
   *
   * @throws IllegalArgumentException when it is no input or the value is too wide
   */
  void set(int input, long value);

  /**
   * Sets an input.
   *
   * @param value {@link #words} longs; copied
   * @throws IllegalArgumentException when it is no input or the value does not fit
   */
  void set(int input, long[] value);

  /** Whether an input can have a value: as many longs, and 0 above the signal's bits. */
  boolean fits(int input, long[] value);

  /** The lowest 64 bits of a signal. */
  long get(int signal);

  /** A signal's value. */
  long[] value(int signal);

  /** Goes back to the state before the first cycle. */
  void powerOn();

  /** Computes everything that follows from inputs and state within the cycle. */
  void settle();

  /** The rising clock edge. Settles first where inputs have changed. */
  void clock();
}
