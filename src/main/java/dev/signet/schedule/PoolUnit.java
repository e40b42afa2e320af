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

import dev.signet.ir.BitMatrix;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes one word of all that lie under a window: a sliding window before it gives, for each word of
 * a place, that of each tap in turn. A word a clock.
 */
final class PoolUnit implements StreamUnit {
  private final String name;
  private final int taps;
  private final StreamFormat in;
  private final StreamFormat out;
  private final Reduction reduction;

  /** What is made of the words. */
  sealed interface Reduction {

    /**
     * Of bits whether any is 1, or whether all are.
     *
     * @param all {@code [1, channels]}: 1 where all have to be
     */
    record AnyOrAll(BitMatrix all) implements Reduction {}

    /** The sum of the elements in each lane. */
    record Sum() implements Reduction {}
  }

  /**
   * @param name for people
   * @param taps places under the window
   * @param in one place's words; runs are places
   * @param out runs are places, as many lanes
   */
  PoolUnit(String name, int taps, StreamFormat in, StreamFormat out, Reduction reduction) {
    this.name = name;
    this.taps = taps;
    this.in = in;
    this.out = out;
    this.reduction = reduction;
  }

  @Override
  public Area area(Technology technology) {
    int counter = taps == 1 ? 0 : bitsFor(taps - 1L);
    Area area =
        technology
            .counters(counter)
            .plus(Technology.logic(out.width() + 8.0, in.width() + 2L * out.width() + 4));
    return hasMask()
        ? area.plus(technology.counters(bitsFor(out.wordsPerRun() - 1L)))
            .plus(technology.rom(out.wordsPerRun(), out.width()))
            .plus(Technology.logic(out.width() / 2.0, 0))
        : area;
  }

  @Override
  public long cyclesPerFrame() {
    return (long) taps * out.words();
  }

  @Override
  public Lag lag() {
    return new Lag(0, 3.0 / out.words());
  }

  @Override
  public UnitTiming timing(List<StreamTimes> inputs, List<StreamTimes> outputs) {
    return new StageTiming(inputs.getFirst(), outputs.getFirst(), taps, 1);
  }

  @Override
  public RtlModule build(String moduleName) {
    String what =
        switch (reduction) {
          case Reduction.AnyOrAll _ -> "any bit is 1, or in some channels all";
          case Reduction.Sum _ -> "sums";
        };
    ModuleBuilder module =
        new ModuleBuilder(
            moduleName,
            """
            %s: under a window of %d places, %s.
            in:  %d words of %d bits for each word out.
            out: %d words a frame of %d bits, %d channels each.\
            """
                .formatted(
                    name, taps, what, taps, in.width(), out.words(), out.width(), out.lanes()));
    WordPipeline pipeline = new WordPipeline(module, in.width(), out.width());
    LoopNest loops =
        new LoopNest(
            module,
            pipeline.taken(),
            List.of(
                new LoopNest.Loop("tap", taps),
                new LoopNest.Loop(
                    "place_word",
                    reduction instanceof Reduction.AnyOrAll ? out.wordsPerRun() : 1)));
    Expression reduced = own(pipeline.word());
    Expression complete = constant(1, 1);
    Optional<Signal> mask = mask(module, loops, pipeline.taken());
    if (taps > 1) {
      Signal tap = loops.counter(0).orElseThrow();
      Signal first = new Signal("first_tap", 1);
      module.register(first, equal(tap, 0), pipeline.taken());
      Signal last = new Signal("last_word", 1);
      module.register(last, loops.ends(0), pipeline.taken());
      complete = last;
      Signal partial = new Signal("partial", out.width());
      Signal next =
          module.wire("reduced", mux(first, reduced, together(partial, pipeline.word(), mask)));
      module.register(partial, next, pipeline.working());
      reduced = next;
    }
    pipeline.give(reduced, complete);
    return module.build();
  }

  /** A word as the only one under the window. */
  private Expression own(Signal word) {
    List<Expression> lanes = new ArrayList<>();
    for (int lane = in.lanes() - 1; lane >= 0; lane--) {
      lanes.add(element(word, lane));
    }
    return in.elementBits() == out.elementBits() ? word : concat(lanes);
  }

  private Expression element(Signal word, int lane) {
    return in.extended(slice(word, lane * in.elementBits(), in.elementBits()), out.elementBits());
  }

  private Expression together(Signal partial, Signal word, Optional<Signal> mask) {
    return switch (reduction) {
      case Reduction.AnyOrAll(BitMatrix all) -> {
        Expression any = or(partial, word);
        Expression every = and(partial, word);
        if (mask.isPresent()) {
          yield or(every, and(not(mask.get()), any));
        }
        yield all.rowPopcount(0) == 0
            ? any
            : all.rowPopcount(0) == all.columns()
                ? every
                : or(every, and(not(RtlConstants.bits(table(all), 0, 0, out.width())), any));
      }
      case Reduction.Sum _ -> {
        List<Expression> sums = new ArrayList<>();
        for (int lane = out.lanes() - 1; lane >= 0; lane--) {
          sums.add(
              add(
                  slice(partial, lane * out.elementBits(), out.elementBits()),
                  element(word, lane)));
        }
        yield concat(sums);
      }
    };
  }

  /** Whether words differ in which channels have to be 1 at all places. */
  private boolean hasMask() {
    return switch (reduction) {
      case Reduction.AnyOrAll(BitMatrix all) ->
          taps > 1 && out.wordsPerRun() > 1 && all.rowPopcount(0) % all.columns() != 0;
      case Reduction.Sum _ -> false;
    };
  }

  /** Which channels of the word have to be 1 at all places, where words differ in it. */
  private Optional<Signal> mask(ModuleBuilder module, LoopNest loops, Signal taken) {
    return switch (reduction) {
      case Reduction.AnyOrAll(BitMatrix all) when hasMask() -> {
        BitMatrix table = table(all);
        Memory rom =
            module.memory(
                new Memory("all_of_channels", table.columns(), table.rows(), Optional.of(table)));
        yield Optional.of(module.read("all_of_word", rom, loops.counter(1).orElseThrow(), taken));
      }
      case Reduction.AnyOrAll _, Reduction.Sum _ -> Optional.empty();
    };
  }

  private BitMatrix table(BitMatrix all) {
    BitMatrix.Builder table = BitMatrix.builder(out.wordsPerRun(), out.lanes());
    for (int channel = 0; channel < all.columns(); channel++) {
      table.set(channel / out.lanes(), channel % out.lanes(), all.get(0, channel));
    }
    return table.build();
  }
}
