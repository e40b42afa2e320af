package dev.signet.schedule;

import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.mux;
import static dev.signet.rtl.Expression.not;
import static dev.signet.rtl.Expression.or;

import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;

/**
 * Two words of buffer whose {@code in_ready} comes from a register, so that no path leads from the
 * sink's {@code ready} back through the pipeline.
 */
final class SkidBuffer {
  private final int width;

  SkidBuffer(int width) {
    this.width = width;
  }

  RtlModule build(String name) {
    ModuleBuilder module =
        new ModuleBuilder(name, "Output buffer of two results; in_ready is a register.");
    Signal inData = module.input("in_data", width);
    Signal inValid = module.input("in_valid", 1);
    Signal inReady = module.output("in_ready", 1);
    Signal outData = module.output("out_data", width);
    Signal outValid = module.output("out_valid", 1);
    Signal outReady = module.input("out_ready", 1);
    Signal spare = new Signal("spare_data", width);
    Signal spareValid = new Signal("spare_valid", 1);
    module.assign(inReady, not(spareValid));
    Signal taken = module.wire("taken", and(inValid, inReady));
    Signal free = module.wire("front_free", or(not(outValid), outReady));
    Signal refill = module.wire("refill", or(spareValid, taken));
    module.resetRegister(outData, mux(spareValid, spare, inData), and(free, refill));
    module.resetRegister(outValid, refill, free);
    module.register(spare, inData, taken);
    module.resetRegister(spareValid, and(refill, not(free)));
    return module.build();
  }
}
