package dev.signet.schedule;

import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.Map;

/** The AXI4-Stream ports of every top module. */
record TopPorts(
    Signal inData,
    Signal inValid,
    Signal inReady,
    Signal inLast,
    Signal outData,
    Signal outValid,
    Signal outReady,
    Signal frameError) {

  /** Declares them. A result is always a whole packet, so {@code m_axis_tlast} is constant. */
  static TopPorts declare(ModuleBuilder module, FrameFormat frames, ResultFormat results) {
    Signal inData = module.input("s_axis_tdata", frames.dataWidth());
    Signal inValid = module.input("s_axis_tvalid", 1);
    Signal inReady = module.output("s_axis_tready", 1);
    Signal inLast = module.input("s_axis_tlast", 1);
    Signal outData = module.output("m_axis_tdata", results.dataWidth());
    Signal outValid = module.output("m_axis_tvalid", 1);
    Signal outReady = module.input("m_axis_tready", 1);
    Signal outLast = module.output("m_axis_tlast", 1);
    Signal frameError = module.output("frame_error", 1);
    module.assign(outLast, Expression.constant(1, 1));
    return new TopPorts(inData, inValid, inReady, inLast, outData, outValid, outReady, frameError);
  }

  /**
   * Puts the input unit behind the input ports.
   *
   * @param outReady what takes its words is ready
   * @return its outputs {@code out_data} and {@code out_valid}
   */
  ModuleBuilder.Outputs connectInput(ModuleBuilder module, RtlModule input, Signal outReady) {
    ModuleBuilder.Outputs outputs =
        module.instance(
            "input_stage",
            input,
            Map.of(
                "s_axis_tdata", inData,
                "s_axis_tvalid", inValid,
                "s_axis_tlast", inLast,
                "out_ready", outReady),
            "input_");
    module.assign(inReady, outputs.get("s_axis_tready"));
    module.assign(frameError, outputs.get("frame_error"));
    return outputs;
  }

  /** What the top module's comment says of its ports. */
  static String comment(FrameFormat frames, ResultFormat results) {
    return """
        s_axis: %d beats a frame, %d elements of %d bits each, the first in the lowest bits; tlast on the last.
        m_axis: one beat a frame; class in bits %d..0, then %d scores of %d bits in fields of %d, class 0 lowest.
        frame_error: tlast was not on the last beat of a frame; stays until reset.\
        """
        .formatted(
            frames.beats(),
            frames.elementsPerBeat(),
            frames.bitsPerElement(),
            results.labelFieldWidth() - 1,
            results.classes(),
            results.scoreBits(),
            results.scoreFieldWidth());
  }
}
