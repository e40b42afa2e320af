package dev.signet.train;

import dev.signet.network.Node;
import dev.signet.network.Window;
import java.util.List;
import java.util.Optional;

/** What a node's result is to those that take it. */
sealed interface Meaning {
  /**
   * The images.
   *
   * @param coded whether they are bits
   * @param kept share that dropouts let pass
   * @param flat whether they have become a vector
   */
  record Images(boolean coded, double kept, boolean flat) implements Meaning {}

  /**
   * Codes.
   *
   * @param value of the plan
   * @param kept share that dropouts let pass
   * @param flat whether its map is to be seen as a vector
   */
  record Codes(int value, double kept, boolean flat) implements Meaning {}

  /**
   * Sums.
   *
   * @param value of the plan
   * @param flat as that of codes
   */
  record Sums(int value, boolean flat) implements Meaning {}

  /** An activation that still lacks its rule. */
  record Reals(int sums, Optional<Node> norm, List<Window> pools, boolean hardtanh, boolean flat)
      implements Meaning {}

  /** Of no use to others. */
  record Ended() implements Meaning {}
}
