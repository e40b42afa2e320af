package dev.signet.lang;

/** What a family of layers asks of its operands and makes of them. */
interface LayerRule {

  /**
   * Checks and adds the node.
   *
   * @return the result; unknown after a report
   */
  Value apply(LayerCall call);
}
