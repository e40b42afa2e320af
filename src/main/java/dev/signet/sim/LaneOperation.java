package dev.signet.sim;

/** One operation for all lanes. */
interface LaneOperation {
  void run();
}
