package dev.signet.timing;

/**
 * What logic is made of on a family of parts. Times are in nanoseconds.
 *
 * @param lutInputs inputs of a LUT
 * @param carryTakesLogic whether the LUT before a carry chain can hold logic of what is added;
 *     where it cannot, operands of the chain come from LUTs or registers of their own
 * @param hasSmallMemories whether LUTs can be memories
 * @param readsFirst whether a block RAM that is read and written at one place gives what was there
 *     before
 * @param clockToOut from the clock to a register's output
 * @param memoryToOut from the clock to a block RAM's output
 * @param lut through a LUT
 * @param net over a wire to a single LUT or register
 * @param spread what a wire takes more for each doubling of what it drives
 * @param toCarry from an operand into the carry chain
 * @param carryPerBit along the chain, for each bit
 * @param fromCarry from the chain to a sum
 * @param setup before the clock, at a register or memory that does not stand beside its LUT
 * @param sharesPacked whether a LUT beside a register can drive something else too
 * @param enable what it takes longer to an enable
 * @param globalEnable over a wire for the whole part to an enable, with its setup
 * @param globalEnables such wires
 * @param fewRegisters the most registers that are enabled without such a wire
 * @param multiplier through a multiplier block; 0 where there is none
 */
public record Fabric(
    int lutInputs,
    boolean carryTakesLogic,
    boolean hasSmallMemories,
    boolean readsFirst,
    double clockToOut,
    double memoryToOut,
    double lut,
    double net,
    double spread,
    double toCarry,
    double carryPerBit,
    double fromCarry,
    double setup,
    boolean sharesPacked,
    double enable,
    double globalEnable,
    int globalEnables,
    int fewRegisters,
    double multiplier) {

  /** Nanoseconds over a wire that drives so much. */
  double wire(int driven) {
    return net + spread * Math.log(Math.max(1, driven)) / Math.log(2);
  }

  /**
   * AMD's Artix-7 of speed grade −1: the delays of slices, block RAM and multipliers of its data
   * sheet (DS181), with an allowance for wires, since there is no place and route to measure.
   */
  public static final Fabric XC7 =
      new Fabric(
          /* lutInputs= */ 6,
          /* carryTakesLogic= */ true,
          /* hasSmallMemories= */ true,
          /* readsFirst= */ true,
          /* clockToOut= */ 0.52,
          /* memoryToOut= */ 2.45,
          /* lut= */ 0.124,
          /* net= */ 0.7,
          /* spread= */ 0.08,
          /* toCarry= */ 0.4,
          /* carryPerBit= */ 0.0285,
          /* fromCarry= */ 0.3,
          /* setup= */ 0.1,
          /* sharesPacked= */ true,
          /* enable= */ 0.2,
          /* globalEnable= */ 0,
          /* globalEnables= */ 0,
          /* fewRegisters= */ 0,
          /* multiplier= */ 3.8);

  /** Lattice's iCE40 HX, fitted to what nextpnr-ice40 says of single units. */
  public static final Fabric ICE40 =
      new Fabric(
          /* lutInputs= */ 4,
          /* carryTakesLogic= */ false,
          /* hasSmallMemories= */ false,
          /* readsFirst= */ false,
          /* clockToOut= */ 0.54,
          /* memoryToOut= */ 2.65,
          /* lut= */ 0.38,
          /* net= */ 0.65,
          /* spread= */ 0.075,
          /* toCarry= */ 0.25,
          /* carryPerBit= */ 0.15,
          /* fromCarry= */ 0.57,
          /* setup= */ 0.45,
          /* sharesPacked= */ false,
          /* enable= */ 0.2,
          /* globalEnable= */ 3.1,
          /* globalEnables= */ 4,
          /* fewRegisters= */ 15,
          /* multiplier= */ 0);
}
