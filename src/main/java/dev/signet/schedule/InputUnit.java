package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.bitsFor;
import static dev.signet.rtl.Expression.concat;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.equal;
import static dev.signet.rtl.Expression.mux;
import static dev.signet.rtl.Expression.not;
import static dev.signet.rtl.Expression.or;
import static dev.signet.rtl.Expression.slice;

import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The way in: beats of elements become words of bits. Elements beyond the last of a frame become 0.
 * A {@code tlast} that does not stand on a frame's last beat, or is missing there, sets {@code
 * frame_error} until reset; frames are counted by beats, not by {@code tlast}.
 */
final class InputUnit {
  private final FrameFormat format;
  private final OptionalInt binarizeAt;

  /**
   * @param binarizeAt the level from which a byte is a 1; absent where elements are bits
   */
  InputUnit(FrameFormat format, OptionalInt binarizeAt) {
    this.format = format;
    this.binarizeAt = binarizeAt;
  }

  RtlModule build(String name) {
    ModuleBuilder module = new ModuleBuilder(name, comment());
    Signal data = module.input("s_axis_tdata", format.dataWidth());
    Signal valid = module.input("s_axis_tvalid", 1);
    Signal ready = module.output("s_axis_tready", 1);
    Signal last = module.input("s_axis_tlast", 1);
    Signal frameError = module.output("frame_error", 1);
    Signal outData = module.output("out_data", format.elementsPerBeat());
    Signal outValid = module.output("out_valid", 1);
    Signal outReady = module.input("out_ready", 1);

    module.assign(outValid, valid);
    module.assign(ready, outReady);
    Signal taken = module.wire("taken", and(valid, ready));
    Expression expectedLast = constant(1, 1);
    if (format.beats() > 1) {
      Signal beat = new Signal("beat", bitsFor(format.beats() - 1L));
      Signal lastBeat = module.wire("last_beat", equal(beat, format.beats() - 1L));
      Expression next =
          mux(lastBeat, constant(beat.width(), 0), add(beat, constant(beat.width(), 1)));
      module.resetRegister(beat, next, taken);
      expectedLast = lastBeat;
    }
    Expression misplaced = and(taken, not(equal(last, expectedLast)));
    module.resetRegister(frameError, or(frameError, misplaced));

    int inLastBeat = format.elements() - (format.beats() - 1) * format.elementsPerBeat();
    List<Expression> bits = new ArrayList<>();
    for (int lane = format.elementsPerBeat() - 1; lane >= 0; lane--) {
      Expression bit = element(data, lane);
      bits.add(lane < inLastBeat || format.beats() == 1 ? bit : and(bit, not(expectedLast)));
    }
    module.assign(outData, concat(bits));
    return module.build();
  }

  private Expression element(Signal data, int lane) {
    Expression element = slice(data, lane * format.bitsPerElement(), format.bitsPerElement());
    if (binarizeAt.isEmpty()) {
      return element;
    }
    int at = binarizeAt.getAsInt();
    if (at == 0 || at > 255) {
      return constant(1, at == 0 ? 1 : 0);
    }
    return new Expression.Threshold(element, constant(8, at));
  }

  private String comment() {
    String elements =
        binarizeAt.isPresent()
            ? "bytes, a 1 where a byte is at least " + binarizeAt.getAsInt()
            : "bits";
    return """
        Input: %d elements a frame, %s.
        %d beats a frame of %d elements, the first in the lowest bits.
        frame_error: tlast was not on the last beat of a frame; stays until reset.\
        """
        .formatted(format.elements(), elements, format.beats(), format.elementsPerBeat());
  }
}
