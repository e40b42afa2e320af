package dev.signet.schedule;

import static dev.signet.rtl.Expression.add;
import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.bitsFor;
import static dev.signet.rtl.Expression.constant;
import static dev.signet.rtl.Expression.equal;
import static dev.signet.rtl.Expression.mux;
import static dev.signet.rtl.Expression.not;
import static dev.signet.rtl.Expression.or;
import static dev.signet.rtl.Expression.slice;
import static dev.signet.rtl.Expression.subtract;
import static dev.signet.rtl.Expression.zeroExtend;

import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import dev.signet.schedule.WindowGeometry.Extent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The sliding window: a map comes in place after place, and what lies under the window at each of
 * its places goes out, a word a clock, group by group of a place's words; in a group row by row,
 * place by place, word by word.
 *
 * <p>Rows are kept in a ring of lines in one memory with a write and a read port. A word is written
 * where the ring is not full and read as soon as it is there. A row is given up with the last
 * window that sees it, when all windows of that row of results are out. The ring holds the rows
 * under the window and as many more as the next row of results or the next frame needs first, so
 * that reading goes on without a gap where input keeps up, from row to row and from frame to frame.
 * A frame takes as many clocks as it has words in or out, whichever are more.
 *
 * <p>Taps in the padding take a clock too, but read nothing: a constant word goes out instead.
 */
final class SlidingWindowUnit implements StreamUnit {
  private static final int WINDOW_COLUMN = 4;
  private static final int WINDOW_ROW = 5;

  /** LUTs for each bit of the counters that tell padding. */
  private static final double PADDED_LUTS = 1.2;

  private final String name;
  private final WindowGeometry geometry;
  private final Extent rows;
  private final Extent columns;
  private final int width;
  private final BigInteger fill;

  /**
   * @param name of the window, for people
   * @param format of the words, in and out
   * @param fill the element that lies in the padding, in every lane
   */
  SlidingWindowUnit(String name, WindowGeometry geometry, StreamFormat format, int fill) {
    this.name = name;
    this.geometry = geometry;
    this.rows = geometry.rows();
    this.columns = geometry.columns();
    this.width = format.width();
    this.fill = filled(format, fill);
  }

  /** Bits of a counter of so many turns; none where there is one. */
  private static int bits(int turns) {
    return turns == 1 ? 0 : bitsFor(turns - 1L);
  }

  private static BigInteger filled(StreamFormat format, int element) {
    BigInteger lane =
        BigInteger.valueOf(element)
            .and(BigInteger.ONE.shiftLeft(format.elementBits()).subtract(BigInteger.ONE));
    BigInteger word = BigInteger.ZERO;
    for (int index = 0; index < format.lanes(); index++) {
      word = word.shiftLeft(format.elementBits()).or(lane);
    }
    return word;
  }

  @Override
  public int bufferDepth() {
    return geometry.depth();
  }

  @Override
  public Area area(Technology technology) {
    int loops =
        bits(geometry.groupWords())
            + bits(columns.kernel())
            + bits(rows.kernel())
            + bits(geometry.groups())
            + bits(columns.results())
            + bits(rows.results());
    int padded =
        (rows.isPadded() ? bitsFor(rows.end()) : 0)
            + (columns.isPadded() ? bitsFor(columns.end()) : 0);
    int depth = geometry.depth();
    int addresses = 2 * bits(depth);
    // Where the depth is no power of two an address that has gone beyond the end is moved back.
    boolean wraps = Integer.bitCount(depth) > 1;
    double luts =
        technology.windowControl()
            + technology.loopPerBit() * loops
            + technology.addressPerBit() * addresses * (wraps ? 2 : 1)
            + PADDED_LUTS * padded
            + (padded > 0 ? width / 2.0 : 0);
    long flipFlops = loops + padded + addresses + 2L * bitsFor(depth) + (padded > 0 ? 2 : 1);
    return technology.buffer(depth, width).plus(Technology.logic(luts, flipFlops));
  }

  @Override
  public long cyclesPerFrame() {
    return Math.max(geometry.wordsIn(), geometry.wordsOut());
  }

  @Override
  public Lag lag() {
    return geometry.lag();
  }

  @Override
  public UnitTiming timing(List<StreamTimes> inputs, List<StreamTimes> outputs) {
    return new WindowTiming(inputs.getFirst(), outputs.getFirst(), geometry);
  }

  @Override
  public boolean holdsReady() {
    return true;
  }

  @Override
  public RtlModule build(String moduleName) {
    return new Builder(moduleName).build();
  }

  private String comment() {
    String padding =
        rows.isPadded() || columns.isPadded()
            ? "\nThe map begins at padded_row %d and padded_column %d; outside of it lies a constant."
                .formatted(rows.window().before(), columns.window().before())
            : "";
    String groups =
        geometry.groups() > 1 ? ", in %d groups of them".formatted(geometry.groups()) : "";
    return """
        %s: a window of %d x %d places over %d x %d, in steps of %d and %d; %d x %d results.
        in:  %d words a frame of %d bits, place after place, %d each.
        out: %d words a frame, %d a place%s: row by row, tap by tap, word by word.%s
        The last %d rows lie in a ring. occupancy counts the words held from the first that is still needed,
        read_offset where among them the next one is.\
        """
        .formatted(
            name,
            rows.kernel(),
            columns.kernel(),
            rows.length(),
            columns.length(),
            rows.stride(),
            columns.stride(),
            rows.results(),
            columns.results(),
            geometry.wordsIn(),
            width,
            geometry.placeWords(),
            geometry.wordsOut(),
            geometry.windowWords(),
            groups,
            padding,
            geometry.lines());
  }

  /** Builds the module. */
  private final class Builder {
    private final ModuleBuilder module;
    private final int depth = bufferDepth();
    private final Signal issue = new Signal("issue", 1);
    private final Signal occupancy = new Signal("occupancy", bitsFor(depth));
    private final LoopNest loops;
    private final Expression rowEnds;
    private final Expression frameEnds;

    Builder(String moduleName) {
      module = new ModuleBuilder(moduleName, comment());
      loops =
          new LoopNest(
              module,
              issue,
              List.of(
                  new LoopNest.Loop("channel_word", geometry.groupWords()),
                  new LoopNest.Loop("tap_column", columns.kernel()),
                  new LoopNest.Loop("tap_row", rows.kernel()),
                  new LoopNest.Loop("channel_group", geometry.groups()),
                  new LoopNest.Loop("window_column", columns.results()),
                  new LoopNest.Loop("window_row", rows.results())));
      rowEnds = module.wire("row_ends", loops.ends(WINDOW_COLUMN));
      frameEnds =
          loops
              .last(WINDOW_ROW)
              .<Expression>map(last -> module.wire("frame_ends", and(rowEnds, last)))
              .orElse(rowEnds);
    }

    RtlModule build() {
      Signal inData = module.input("in_data", width);
      Signal inValid = module.input("in_valid", 1);
      Signal inReady = module.output("in_ready", 1);
      Signal outData = module.output("out_data", width);
      Signal outValid = module.output("out_valid", 1);
      Signal outReady = module.input("out_ready", 1);

      Memory ring = module.memory(new Memory("lines", width, depth, Optional.empty()));
      module.assign(inReady, not(equal(occupancy, depth)));
      Signal taken = module.wire("taken", and(inValid, inReady));
      Signal writeAddress = new Signal("write_address", ring.addressWidth());
      module.resetRegister(
          writeAddress, moved(writeAddress, "write", bits -> constant(bits, 1)), taken);
      module.write(ring, writeAddress, inData, taken);

      Optional<Signal> inside = inside();
      Signal advance = module.wire("advance", or(not(outValid), outReady));
      module.assign(issue, and(present(inside), advance));
      module.resetRegister(outValid, issue, advance);
      Signal address = new Signal("read_address", ring.addressWidth());
      module.resetRegister(
          address,
          moved(address, "read", this::readStep),
          issue,
          BigInteger.valueOf(Math.floorMod(geometry.firstOffset(0), depth)));
      Signal word = module.read("word", ring, address, issue);
      if (inside.isPresent()) {
        Signal onMap = new Signal("word_on_map", 1);
        module.register(onMap, inside.get(), issue);
        module.assign(outData, mux(onMap, word, new Expression.Constant(width, fill)));
      } else {
        module.assign(outData, word);
      }
      giveUp(taken);
      return module.build();
    }

    private Expression readStep(int bits) {
      return loops.byNext(
          geometry.steps().stream()
              .map(words -> constant(bits, Math.floorMod(words, depth)))
              .toList());
    }

    /**
     * An address of the ring some words on.
     *
     * @param words less than the depth, by the number of bits
     */
    private Expression moved(Signal address, String side, IntFunction<Expression> words) {
      int bits = address.width();
      if (depth == 1L << bits) {
        return add(address, words.apply(bits));
      }
      Signal sum =
          module.wire(side + "_next", add(zeroExtend(address, bits + 1), words.apply(bits + 1)));
      Signal beyond = module.wire(side + "_wrapped", subtract(sum, constant(bits + 1, depth)));
      return mux(slice(beyond, bits, 1), slice(sum, 0, bits), slice(beyond, 0, bits));
    }

    /** Whether the tap lies on the map; nothing where all do. */
    private Optional<Signal> inside() {
      List<Expression> conditions = new ArrayList<>();
      padded(
          "padded_row",
          rows,
          List.of(
              0L,
              0L,
              1L,
              1L - rows.kernel(),
              1L - rows.kernel(),
              rows.stride() + 1L - rows.kernel()),
          conditions);
      padded(
          "padded_column",
          columns,
          List.of(
              0L,
              1L,
              1L - columns.kernel(),
              1L - columns.kernel(),
              columns.stride() + 1L - columns.kernel(),
              -(columns.end() - 1L)),
          conditions);
      return conditions.stream().reduce(Expression::and).map(all -> module.wire("on_map", all));
    }

    /** A counter of the tap's place from the first of the padding, and its comparisons. */
    private void padded(
        String counterName, Extent extent, List<Long> steps, List<Expression> conditions) {
      int before = extent.window().before();
      int behind = before + extent.length();
      if (!extent.isPadded()) {
        return;
      }
      Signal place = new Signal(counterName, bitsFor(extent.end()));
      List<Long> all = new ArrayList<>(steps);
      all.add(-(extent.end() - 1L));
      Expression step =
          loops.byNext(
              all.stream()
                  .map(each -> constant(place.width(), Math.floorMod(each, 1L << place.width())))
                  .toList());
      module.resetRegister(place, add(place, step), issue);
      if (before > 0) {
        conditions.add(not(less(place, constant(place.width(), before))));
      }
      if (extent.end() > behind) {
        conditions.add(less(place, constant(place.width(), behind)));
      }
    }

    /** Whether the next word can be read, or is none; and what its row gives up is there. */
    private Expression present(Optional<Signal> inside) {
      int bits = occupancy.width();
      Signal offset = new Signal("read_offset", bits);
      List<Expression> steps = new ArrayList<>();
      for (long words : geometry.steps()) {
        steps.add(constant(bits, Math.floorMod(words, 1L << bits)));
      }
      Expression onward = add(offset, loops.byNext(steps));
      Expression nextRow = firstInRow(geometry.offsets());
      module.resetRegister(
          offset,
          mux(rowEnds, nextRow, onward),
          issue,
          BigInteger.valueOf(Math.floorMod(geometry.firstOffset(0), 1L << bits)));
      Expression read = less(offset, occupancy);
      Expression present = inside.isPresent() ? or(not(inside.get()), read) : read;
      present = module.wire("word_present", present);
      return geometry.givesUpUnseen()
          ? and(present, not(and(rowEnds, less(occupancy, givenUp()))))
          : present;
    }

    private Expression givenUp() {
      List<Long> words = new ArrayList<>();
      for (int row = 0; row < rows.results(); row++) {
        words.add((long) rows.givenUp(row) * geometry.rowWords());
      }
      return firstInRow(words);
    }

    /** A number by the row of results. Only the first rows and the last can differ. */
    private Expression firstInRow(List<Long> values) {
      int bits = occupancy.width();
      int usual = values.size() - 2;
      Expression chosen = constant(bits, Math.floorMod(values.getLast(), 1L << bits));
      if (usual < 0) {
        return chosen;
      }
      Expression others = constant(bits, Math.floorMod(values.get(usual), 1L << bits));
      for (int row = usual - 1; row >= 0; row--) {
        if (!values.get(row).equals(values.get(usual))) {
          others =
              mux(
                  equal(loops.counter(WINDOW_ROW).orElseThrow(), row),
                  constant(bits, Math.floorMod(values.get(row), 1L << bits)),
                  others);
        }
      }
      return others.equals(chosen) ? chosen : mux(frameEnds, chosen, others);
    }

    private void giveUp(Signal taken) {
      int bits = occupancy.width();
      Signal rowDone = module.wire("row_done", and(issue, rowEnds));
      Expression left = subtract(occupancy, mux(rowDone, givenUp(), constant(bits, 0)));
      module.resetRegister(occupancy, add(left, zeroExtend(taken, bits)), or(taken, rowDone));
    }

    private Expression less(Expression left, Expression right) {
      return new Expression.Compare(Expression.Comparison.UNSIGNED_LESS, left, right);
    }
  }
}
