package dev.signet.schedule;

import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import java.util.List;

/** Logic that is the same at all places of a map, or at all that are alike; a vector is a place. */
interface PlaceLogic {

  /** For people: what it computes of what, in a line or more. */
  String comment();

  /** For each operand how many elements of it a place sees. */
  List<Integer> seen();

  /** Which parameters a place has; those with the same have the same logic. */
  default int parameters(int row, int column) {
    return 0;
  }

  /** Whether it is only wires, which need no module for each place. */
  default boolean isWiring() {
    return false;
  }

  /** LUTs of a place, an estimate. */
  double luts(Technology technology);

  /**
   * The logic of a place.
   *
   * @param module to put it into
   * @param operands what the place sees of each
   * @param parameters as {@link #parameters(int, int)} has it
   * @return its elements, the first in the lowest bits
   */
  Expression build(ModuleBuilder module, List<Wires> operands, int parameters);
}
