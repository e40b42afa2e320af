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
import java.util.function.IntFunction;

/**
 * The way in: beats of elements become words for the first layer. Elements beyond the last of a
 * frame become 0. A {@code tlast} that does not stand on a frame's last beat, or is missing there,
 * sets {@code frame_error} until reset; frames are counted by beats, not by {@code tlast}.
 */
final class InputUnit {
  private final FrameFormat format;
  private final InputEncoding encoding;

  InputUnit(FrameFormat format, InputEncoding encoding) {
    this.format = format;
    this.encoding = encoding;
  }

  /** What it takes: a counter of beats, comparisons with the level, and zeros beyond a frame. */
  Area area(Technology technology) {
    int lanes = format.elementsPerBeat();
    int beatBits = format.beats() > 1 ? bitsFor(format.beats() - 1L) : 0;
    int padded = format.beats() * lanes - format.elements();
    double compared =
        switch (encoding) {
          case InputEncoding.Binarized(int at) -> lanes * technology.compare(comparedBits(at));
          case InputEncoding.Thermometer(List<Integer> levels) ->
              lanes
                  * levels.stream()
                      .mapToDouble(level -> technology.compare(comparedBits(level)))
                      .sum();
          case InputEncoding.Bits _, InputEncoding.Bytes _ -> 0;
        };
    long padding = (long) padded * encoding.bitsOut();
    return new Area(4 + beatBits + Math.round(compared) + padding, beatBits + 1L, 0, 0);
  }

  RtlModule build(String name) {
    ModuleBuilder module = new ModuleBuilder(name, comment());
    Signal data = module.input("s_axis_tdata", format.dataWidth());
    Signal valid = module.input("s_axis_tvalid", 1);
    Signal ready = module.output("s_axis_tready", 1);
    Signal last = module.input("s_axis_tlast", 1);
    Signal frameError = module.output("frame_error", 1);
    Signal outData = module.output("out_data", format.elementsPerBeat() * encoding.bitsOut());
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

    module.assign(outData, word(data, expectedLast));
    return module.build();
  }

  /** The elements of a beat, those beyond the last of a frame 0. */
  private Expression word(Signal data, Expression lastBeat) {
    int lanes = format.elementsPerBeat();
    int inLastBeat = format.elements() - (format.beats() - 1) * lanes;
    return switch (encoding) {
      case InputEncoding.Bits _ -> bits(lane -> slice(data, lane, 1), inLastBeat, lastBeat);
      case InputEncoding.Binarized(int at) ->
          bits(lane -> binarized(data, lane, at), inLastBeat, lastBeat);
      case InputEncoding.Thermometer(List<Integer> levels) ->
          bits(lane -> thermometer(data, lane, levels), inLastBeat, lastBeat);
      case InputEncoding.Bytes _ -> bytes(data, inLastBeat * Byte.SIZE, lastBeat);
    };
  }

  private Expression bits(IntFunction<Expression> ofLane, int inLastBeat, Expression lastBeat) {
    List<Expression> bits = new ArrayList<>();
    for (int lane = format.elementsPerBeat() - 1; lane >= 0; lane--) {
      Expression bit = ofLane.apply(lane);
      Expression unused =
          bit.width() == 1 ? and(bit, not(lastBeat)) : mux(lastBeat, constant(bit.width(), 0), bit);
      bits.add(lane < inLastBeat ? bit : unused);
    }
    return concat(bits);
  }

  private Expression bytes(Signal data, int bitsInLastBeat, Expression lastBeat) {
    Expression always = slice(data, 0, bitsInLastBeat);
    int rest = data.width() - bitsInLastBeat;
    return rest == 0
        ? always
        : concat(
            List.of(mux(lastBeat, constant(rest, 0), slice(data, bitsInLastBeat, rest)), always));
  }

  private static Expression binarized(Signal data, int lane, int at) {
    int bits = comparedBits(at);
    if (bits == 0) {
      return constant(1, at == 0 ? 1 : 0);
    }
    int dropped = Byte.SIZE - bits;
    Expression upper = slice(data, lane * Byte.SIZE + dropped, bits);
    return bits == 1 ? upper : new Expression.Threshold(upper, constant(bits, at >>> dropped));
  }

  /**
   * How many of a byte's upper bits tell whether it is at least so much: those below the lowest 1
   * of the level do not matter, and none does where every byte is, or none.
   */
  private static int comparedBits(int at) {
    return at == 0 || at > 255 ? 0 : Byte.SIZE - Integer.numberOfTrailingZeros(at);
  }

  private static Expression thermometer(Signal data, int lane, List<Integer> levels) {
    return concat(levels.reversed().stream().map(level -> binarized(data, lane, level)).toList());
  }

  private String comment() {
    String elements =
        switch (encoding) {
          case InputEncoding.Bits _ -> "bits";
          case InputEncoding.Binarized(int at) -> "bytes, a 1 where a byte is at least " + at;
          case InputEncoding.Thermometer(List<Integer> levels) ->
              "bytes, a 1 for each of the levels %s that a byte reaches".formatted(levels);
          case InputEncoding.Bytes _ -> "bytes, as they are";
        };
    return """
        Input: %d elements a frame, %s.
        %d beats a frame of %d elements, the first in the lowest bits.
        frame_error: tlast was not on the last beat of a frame; stays until reset.\
        """
        .formatted(format.elements(), elements, format.beats(), format.elementsPerBeat());
  }
}
