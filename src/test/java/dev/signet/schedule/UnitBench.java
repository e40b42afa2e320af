package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.bitsFor;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.equal;
import static dev.signet.rtl.Expression.mux;
import static dev.signet.rtl.Expression.slice;

import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.Signal;
import dev.signet.sim.CycleListener;
import dev.signet.sim.CycleSimulator;
import dev.signet.sim.StreamResult;
import dev.signet.sim.StreamRun;
import dev.signet.sim.StreamSettings;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A unit alone between a source and a sink, with all the traffic a stream run knows. */
final class UnitBench {
  private final int wordsIn;
  private final int wordsOut;
  private final Design design;

  /**
   * @param wordsIn words of a frame that the unit takes
   * @param widthIn bits of each
   * @param wordsOut words of a frame that it gives
   * @param widthOut bits of each
   */
  UnitBench(StreamUnit unit, int wordsIn, int widthIn, int wordsOut, int widthOut) {
    this.wordsIn = wordsIn;
    this.wordsOut = wordsOut;
    ModuleBuilder module = new ModuleBuilder("bench", "");
    int dataIn = Math.ceilDiv(widthIn, 8) * 8;
    Signal inData = module.input("s_axis_tdata", dataIn);
    Signal inValid = module.input("s_axis_tvalid", 1);
    Signal inReady = module.output("s_axis_tready", 1);
    module.input("s_axis_tlast", 1);
    Signal outData = module.output("m_axis_tdata", widthOut);
    Signal outValid = module.output("m_axis_tvalid", 1);
    Signal outReady = module.input("m_axis_tready", 1);
    Signal outLast = module.output("m_axis_tlast", 1);
    Signal error = module.output("frame_error", 1);
    module.assign(error, constant(1, 0));
    ModuleBuilder.Outputs outputs =
        module.instance(
            "unit",
            unit.build("unit_under_test"),
            Map.of(
                "in_data", slice(inData, 0, widthIn), "in_valid", inValid, "out_ready", outReady),
            "unit_");
    module.assign(inReady, outputs.get("in_ready"));
    module.assign(outData, outputs.get("out_data"));
    module.assign(outValid, outputs.get("out_valid"));
    Signal count = new Signal("count", bitsFor(wordsOut));
    Expression last = equal(count, wordsOut - 1L);
    module.resetRegister(
        count,
        mux(last, constant(count.width(), 0), add(count, constant(count.width(), 1))),
        and(outValid, outReady));
    module.assign(outLast, last);
    List<Design.StreamProbe> probes =
        unit.bufferDepth() == 0
            ? List.of()
            : List.of(
                new Design.StreamProbe(
                    "unit",
                    "s_axis_tvalid",
                    "s_axis_tready",
                    "unit." + unit.occupancy(),
                    unit.bufferDepth()));
    design = new Design(module.build(), probes);
  }

  Design design() {
    return design;
  }

  /** Runs frames of words; gives those that come out, frame by frame, and the timing. */
  Run run(List<List<BigInteger>> frames, StreamSettings settings) {
    StreamRun<CycleSimulator> run = StreamRun.of(design);
    Skew skew = new Skew(run);
    int width = design.top().ports().getFirst().width();
    StreamResult result =
        run.run(
            frames.size(),
            frame -> frames.get(frame).stream().map(word -> longs(word, width)).toList(),
            settings.withWatchdogCycles(10_000),
            List.of(skew));
    List<List<BigInteger>> outputs =
        result.outputs().stream()
            .map(frame -> frame.stream().map(UnitBench::number).toList())
            .toList();
    return new Run(outputs, result, skew.least, skew.most);
  }

  /**
   * What came out, and how far input ran ahead of output, in frames.
   *
   * @param least the least, between two clocks
   * @param most the most
   */
  record Run(List<List<BigInteger>> frames, StreamResult result, double least, double most) {}

  /** Measures how far input runs ahead of output. */
  private final class Skew implements CycleListener {
    private final StreamRun<CycleSimulator> run;
    private long in;
    private long out;
    private double least;
    private double most;

    Skew(StreamRun<CycleSimulator> run) {
      this.run = run;
    }

    @Override
    public void settled(long cycle) {
      if (get("aresetn") == 0) {
        in = 0;
        out = 0;
        return;
      }
      in += get("s_axis_tvalid") & get("s_axis_tready");
      out += get("m_axis_tvalid") & get("m_axis_tready");
      double ahead = (double) in / wordsIn - (double) out / wordsOut;
      most = Math.max(most, ahead);
      least = Math.min(least, ahead);
    }

    private long get(String port) {
      return run.simulator().get(run.simulator().signal(port));
    }
  }

  static long[] longs(BigInteger word, int width) {
    long[] longs = new long[Math.ceilDiv(width, 64)];
    for (int index = 0; index < longs.length; index++) {
      longs[index] = word.shiftRight(64 * index).longValue();
    }
    return longs;
  }

  static BigInteger number(long[] words) {
    BigInteger value = BigInteger.ZERO;
    for (int index = words.length - 1; index >= 0; index--) {
      value = value.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(words[index])));
    }
    return value;
  }

  /** Words of a frame out of elements, as a format lays them out; what is left is 0. */
  static List<BigInteger> words(StreamFormat format, long[] elements) {
    List<BigInteger> words = new ArrayList<>();
    BigInteger mask = BigInteger.ONE.shiftLeft(format.elementBits()).subtract(BigInteger.ONE);
    for (int run = 0; run < format.elements(); run += format.run()) {
      for (int first = 0; first < format.run(); first += format.lanes()) {
        BigInteger word = BigInteger.ZERO;
        for (int lane = Math.min(format.lanes(), format.run() - first) - 1; lane >= 0; lane--) {
          BigInteger element = BigInteger.valueOf(elements[run + first + lane]).and(mask);
          word = word.shiftLeft(format.elementBits()).or(element);
        }
        words.add(word);
      }
    }
    return words;
  }

  /** Elements out of the words of a frame; what is left of words is not looked at. */
  static long[] elements(StreamFormat format, List<BigInteger> words) {
    long[] elements = new long[format.elements()];
    BigInteger mask = BigInteger.ONE.shiftLeft(format.elementBits()).subtract(BigInteger.ONE);
    for (int k = 0; k < elements.length; k++) {
      int inRun = k % format.run();
      int word = k / format.run() * format.wordsPerRun() + inRun / format.lanes();
      int low = inRun % format.lanes() * format.elementBits();
      long element = words.get(word).shiftRight(low).and(mask).longValue();
      boolean negative = format.signed() && (element >>> (format.elementBits() - 1) & 1) != 0;
      elements[k] = negative ? element - (1L << format.elementBits()) : element;
    }
    return elements;
  }
}
