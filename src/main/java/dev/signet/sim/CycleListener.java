package dev.signet.sim;

/** Watches a run. */
@FunctionalInterface
public interface CycleListener {

  /**
   * Called once a cycle, when inputs are applied and all signals have settled, just before the
   * clock edge that ends the cycle.
   *
   * @param cycle from 0 on
   */
  void settled(long cycle);
}
