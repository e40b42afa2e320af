package dev.signet.flow;

import java.util.Locale;

/** The levels that must give the same bits, from the trainer down. */
public enum Level {
  /** The trainer's float32 evaluation forward pass. */
  TRAIN,
  /** The reference interpreter of the network IR. */
  IR,
  /** The batch engine on packed bits. */
  FAST,
  /** The cycle-level simulator of the RTL IR. */
  RTL,
  /** The emitted Verilog in a Verilog simulator. */
  VERILOG;

  /** Its name in results and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return label();
  }
}
