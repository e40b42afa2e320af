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
import static dev.signet.rtl.Expression.subtract;
import static dev.signet.rtl.Expression.zeroExtend;

import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.List;

/**
 * A stream of narrow or wide words into one of another width.
 *
 * <p>Words are collected into a group that is a whole number of words on both sides, which is then
 * sent out word by word while the next is collected. Where no such group divides a run, the group
 * is the whole run; bits of padding at its end are dropped, or zeros added.
 */
final class WidthConverter implements StreamUnit {
  private final String comment;
  private final int frameIn;
  private final int frameOut;
  private final int widthIn;
  private final int widthOut;
  private final int groupIn;
  private final int groupOut;

  /**
   * Between words of more or fewer lanes.
   *
   * @param in runs as those that go out
   * @param out what goes out
   * @param comment what it is for
   */
  WidthConverter(StreamFormat in, StreamFormat out, String comment) {
    this.comment = comment;
    this.frameIn = in.words();
    this.frameOut = out.words();
    this.widthIn = in.width();
    this.widthOut = out.width();
    int wordsIn = in.wordsPerRun();
    int wordsOut = out.wordsPerRun();
    int common = greatestCommonDivisor(widthIn, widthOut);
    boolean divides = wordsIn % (widthOut / common) == 0 && wordsOut % (widthIn / common) == 0;
    this.groupIn = divides ? widthOut / common : wordsIn;
    this.groupOut = divides ? widthIn / common : wordsOut;
  }

  /**
   * What it takes: its registers, and a choice before each bit of a buffer that is shifted. On
   * iCE40 the last word, behind which zeros come, is reset instead.
   */
  @Override
  public Area area(Technology technology) {
    int collected = (groupIn - 1) * widthIn;
    int emitted = groupOut * widthOut;
    int counters = bitsFor(groupOut) + (groupIn > 1 ? bitsFor(groupIn - 1L) : 0);
    boolean all = groupOut > 1 && technology.fabric().carryTakesLogic();
    int chosen = all ? emitted : emitted - widthOut;
    return technology
        .counters(counters)
        .plus(Technology.logic(4.0 + chosen, (long) collected + emitted));
  }

  @Override
  public long cyclesPerFrame() {
    return Math.max(frameIn, frameOut);
  }

  /** A group may be collected and another not be sent. */
  @Override
  public Lag lag() {
    return new Lag(0, 2.0 * groupIn / frameIn);
  }

  @Override
  public UnitTiming timing(List<StreamTimes> inputs, List<StreamTimes> outputs) {
    return new ConverterTiming(inputs.getFirst(), outputs.getFirst(), groupIn, groupOut);
  }

  @Override
  public RtlModule build(String moduleName) {
    ModuleBuilder module = new ModuleBuilder(moduleName, comment);
    Signal inData = module.input("in_data", widthIn);
    Signal inValid = module.input("in_valid", 1);
    Signal inReady = module.output("in_ready", 1);
    Signal outData = module.output("out_data", widthOut);
    Signal outValid = module.output("out_valid", 1);
    Signal outReady = module.input("out_ready", 1);

    Signal left = new Signal("words_left", bitsFor(groupOut));
    module.assign(outValid, not(equal(left, 0)));
    Signal sent = module.wire("sent", and(outValid, outReady));
    Expression idle = or(equal(left, 0), groupOut == 1 ? outReady : and(equal(left, 1), outReady));
    Signal canLoad = module.wire("can_load", idle);

    // Only padding in the last word can exceed what is sent out.
    int excess = Math.max(0, groupIn * widthIn - groupOut * widthOut);
    Expression group = slice(inData, 0, widthIn - excess);
    Expression load;
    if (groupIn == 1) {
      module.assign(inReady, canLoad);
      load = and(inValid, inReady);
    } else {
      int kept = (groupIn - 1) * widthIn;
      Signal collected = new Signal("collected", kept);
      Signal count = new Signal("collected_words", bitsFor(groupIn - 1L));
      Signal complete = module.wire("complete", equal(count, groupIn - 1L));
      module.assign(inReady, or(not(complete), canLoad));
      Signal taken = module.wire("taken", and(inValid, inReady));
      Expression shifted =
          kept == widthIn
              ? inData
              : concat(List.of(inData, slice(collected, widthIn, kept - widthIn)));
      module.register(collected, shifted, and(taken, not(complete)));
      Expression next =
          mux(complete, constant(count.width(), 0), add(count, constant(count.width(), 1)));
      module.resetRegister(count, next, taken);
      group = concat(List.of(group, collected));
      load = and(taken, complete);
    }
    Signal loaded = module.wire("load", load);

    int emitted = groupOut * widthOut;
    Signal buffer = new Signal("emitted", emitted);
    Expression resized = zeroExtend(group, emitted);
    if (groupOut == 1) {
      module.register(buffer, resized, loaded);
      module.resetRegister(left, loaded, or(loaded, sent));
      module.assign(outData, buffer);
    } else {
      Expression rest = zeroExtend(slice(buffer, widthOut, emitted - widthOut), emitted);
      module.register(buffer, mux(loaded, resized, rest), or(loaded, sent));
      Expression fewer = subtract(left, constant(left.width(), 1));
      module.resetRegister(
          left, mux(loaded, constant(left.width(), groupOut), fewer), or(loaded, sent));
      module.assign(outData, slice(buffer, 0, widthOut));
    }
    return module.build();
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
