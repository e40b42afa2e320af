package dev.signet.sim;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.equal;
import static dev.signet.rtl.Expression.mux;
import static dev.signet.rtl.Expression.not;
import static dev.signet.rtl.Expression.or;
import static dev.signet.rtl.Expression.slice;
import static dev.signet.rtl.Expression.subtract;
import static dev.signet.rtl.Expression.zeroExtend;

import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.rtl.Statement;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small designs with an AXI4-Stream top, written by hand. */
final class StreamDesigns {
  /** Bits of the sum that {@link #bitCounter} gives. */
  static final int SUM_BITS = 16;

  private StreamDesigns() {}

  private static Signal bit(String name) {
    return new Signal(name, 1);
  }

  private static Statement assign(Signal target, Expression value) {
    return new Statement.Assign(target, value);
  }

  private static Statement register(Signal target, Expression next, Expression enable) {
    return new Statement.Register(target, next, Optional.of(enable), Optional.of(BigInteger.ZERO));
  }

  /** A FIFO: a memory with registered read, whose output register counts as a place. */
  static RtlModule fifo(int width, int depth) {
    Signal inData = new Signal("in_data", width);
    Signal inValid = bit("in_valid");
    Signal inReady = bit("in_ready");
    Signal outData = new Signal("out_data", width);
    Signal outValid = bit("out_valid");
    Signal outReady = bit("out_ready");
    int countBits = Expression.bitsFor(depth + 1L);
    Signal occupancy = new Signal("occupancy", countBits);
    Signal stored = new Signal("stored", countBits);
    Signal push = bit("push");
    Signal fetch = bit("fetch");
    Memory store = new Memory("store", width, depth, Optional.empty());
    Signal writeAt = new Signal("write_at", store.addressWidth());
    Signal readAt = new Signal("read_at", store.addressWidth());
    return new RtlModule(
        "fifo_" + width + "x" + depth,
        "A queue of " + depth + " words.",
        List.of(
            Port.input(inData),
            Port.input(inValid),
            Port.output(inReady),
            Port.output(outData),
            Port.output(outValid),
            Port.input(outReady),
            Port.output(occupancy)),
        List.of(store),
        List.of(
            assign(inReady, not(equal(stored, depth))),
            assign(push, and(inValid, inReady)),
            assign(fetch, and(not(equal(stored, 0)), or(not(outValid), outReady))),
            new Statement.MemoryWrite(store, writeAt, inData, push),
            new Statement.MemoryRead(outData, store, readAt, fetch),
            register(writeAt, next(writeAt, depth), push),
            register(readAt, next(readAt, depth), fetch),
            register(outValid, fetch, or(fetch, outReady)),
            register(
                stored,
                subtract(add(stored, zeroExtend(push, countBits)), zeroExtend(fetch, countBits)),
                constant(1, 1)),
            assign(occupancy, add(stored, zeroExtend(outValid, countBits)))));
  }

  private static Expression next(Signal pointer, int depth) {
    return mux(
        equal(pointer, depth - 1L),
        constant(pointer.width(), 0),
        add(pointer, constant(pointer.width(), 1)));
  }

  /** Counts the 1 bits of frames of {@code beats} beats of {@code width} bits, behind a FIFO. */
  static Design bitCounter(int width, int beats, int fifoDepth) {
    RtlModule fifo = fifo(width + 1, fifoDepth);
    Signal inData = new Signal("s_axis_tdata", width);
    Signal inValid = bit("s_axis_tvalid");
    Signal inReady = bit("s_axis_tready");
    Signal inLast = bit("s_axis_tlast");
    Signal outData = new Signal("m_axis_tdata", SUM_BITS);
    Signal outValid = bit("m_axis_tvalid");
    Signal outReady = bit("m_axis_tready");
    Signal outLast = bit("m_axis_tlast");
    Signal error = bit("frame_error");
    Signal beat = new Signal("beat", Expression.bitsFor(beats - 1L));
    Signal accept = bit("accept");
    Signal word = new Signal("word", width + 1);
    Signal wordValid = bit("word_valid");
    Signal wordReady = bit("word_ready");
    Signal occupancy = new Signal("held", Expression.bitsFor(fifoDepth + 1L));
    Signal count = new Signal("count", Expression.bitsFor(width));
    Signal total = new Signal("total", SUM_BITS);
    Signal sum = new Signal("sum", SUM_BITS);
    Signal take = bit("take");
    Signal last = bit("last");
    RtlModule top =
        new RtlModule(
            "bit_counter",
            "",
            List.of(
                Port.input(inData),
                Port.input(inValid),
                Port.output(inReady),
                Port.input(inLast),
                Port.output(outData),
                Port.output(outValid),
                Port.input(outReady),
                Port.output(outLast),
                Port.output(error)),
            List.of(),
            List.of(
                assign(accept, and(inValid, inReady)),
                register(
                    beat,
                    mux(inLast, constant(beat.width(), 0), add(beat, constant(beat.width(), 1))),
                    accept),
                register(
                    error,
                    and(
                        accept,
                        new Expression.Binary(
                            Expression.BinaryOperator.XOR, inLast, equal(beat, beats - 1L))),
                    constant(1, 1)),
                new Statement.Instance(
                    "queue",
                    fifo,
                    Map.of(
                        "in_data",
                        Expression.concat(List.of(inLast, inData)),
                        "in_valid",
                        inValid,
                        "out_ready",
                        wordReady),
                    Map.of(
                        "in_ready",
                        inReady,
                        "out_data",
                        word,
                        "out_valid",
                        wordValid,
                        "occupancy",
                        occupancy)),
                assign(wordReady, or(not(outValid), outReady)),
                assign(take, and(wordValid, wordReady)),
                assign(last, slice(word, width, 1)),
                new Statement.Assign(
                    count, new Expression.Popcount(new Expression.Slice(word, 0, width))),
                assign(total, add(sum, zeroExtend(count, SUM_BITS))),
                register(sum, mux(last, constant(SUM_BITS, 0), total), take),
                new Statement.Register(
                    outData, total, Optional.of(and(take, last)), Optional.empty()),
                register(outValid, and(take, last), or(take, outReady)),
                assign(outLast, constant(1, 1))));
    return new Design(
        top,
        List.of(
            new Design.StreamProbe("input", "s_axis_tvalid", "s_axis_tready", "", 0),
            new Design.StreamProbe(
                "queue", "queue.out_valid", "word_ready", "queue.occupancy", fifoDepth + 1)));
  }
}
