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

import dev.signet.network.Window;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  private final String name;
  private final Extent rows;
  private final Extent columns;
  private final int placeWords;
  private final int groupWords;
  private final int rowWords;
  private final int width;
  private final BigInteger fill;

  /** One direction: how long the map is, and how the window moves along it. */
  private record Extent(int length, Window.Extent window) {
    int results() {
      return window.results(length);
    }

    int kernel() {
      return window.kernel();
    }

    int stride() {
      return window.stride();
    }

    int lastResult() {
      return results() - 1;
    }

    /** The first place on the map that the window of a result, or of a later one, can see. */
    int firstKept(int result) {
      return Math.max(0, window.first(result));
    }

    /** The last place on the map under the window of a result; there is always one. */
    int lastSeen(int result) {
      return Math.min(length, window.first(result) + kernel()) - 1;
    }

    /** The places that no later result sees; for the last result all that are left. */
    int givenUp(int result) {
      return (result == lastResult() ? length : firstKept(result + 1)) - firstKept(result);
    }

    /** One past the last place under any window, counted from the first of the padding. */
    int end() {
      return lastResult() * stride() + kernel();
    }
  }

  /**
   * @param name of the window, for people
   * @param height rows of the map
   * @param length places of a row
   * @param placeWords words of a place
   * @param groups groups of them, a divisor
   * @param format of the words
   * @param fill the element that lies in the padding, in every lane
   */
  SlidingWindowUnit(
      String name,
      int height,
      int length,
      Window window,
      int placeWords,
      int groups,
      StreamFormat format,
      int fill) {
    this.name = name;
    this.placeWords = placeWords;
    this.groupWords = placeWords / groups;
    this.width = format.width();
    this.fill = filled(format, fill);
    // A map one row high is as well one column wide, and then its ring need not hold whole rows.
    boolean upright = height > 1 || window.rows().kernel() > 1;
    this.rows = new Extent(upright ? height : length, upright ? window.rows() : window.columns());
    this.columns = new Extent(upright ? length : 1, upright ? window.columns() : Window.Extent.ONE);
    this.rowWords = columns.length() * placeWords;
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

  /** Whether what goes out is what comes in, so that no unit is needed. */
  boolean isIdentity() {
    return rows.kernel() == 1
        && columns.kernel() == 1
        && rows.results() == rows.length()
        && columns.results() == columns.length();
  }

  /** Places at which the window stands. */
  int results() {
    return rows.results() * columns.results();
  }

  /** Words of a frame on the way in. */
  int wordsIn() {
    return rows.length() * rowWords;
  }

  /** Words of a frame on the way out. */
  int wordsOut() {
    return rows.results() * columns.results() * windowWords();
  }

  private int windowWords() {
    return rows.kernel() * columns.kernel() * placeWords;
  }

  /**
   * Lines of the ring: those under the window and those that the next row of results adds; or those
   * that the last row of results sees and the first of the next frame.
   */
  private int lines() {
    int last = rows.lastResult();
    return Math.max(
        rows.kernel() + rows.stride(), rows.length() - rows.firstKept(last) + rows.lastSeen(0) + 1);
  }

  @Override
  public int bufferDepth() {
    return lines() * rowWords;
  }

  @Override
  public long cyclesPerFrame() {
    return Math.max(wordsIn(), wordsOut());
  }

  /**
   * Bounds at each place: what was read for the one before is there, and what is kept for this one
   * fills the ring. A word more may be read than has left.
   */
  @Override
  public Lag lag() {
    double least = 0;
    double most = 0;
    for (int row = 0; row < rows.results(); row++) {
      long kept = (long) rows.firstKept(row) * rowWords;
      for (int column = 0; column < columns.results(); column++) {
        long before = (long) (row * columns.results() + column) * windowWords();
        most =
            Math.max(
                most,
                (double) (kept + bufferDepth()) / wordsIn()
                    - (double) Math.max(0, before - 1) / wordsOut());
        long needed = kept;
        if (column > 0) {
          needed = wordsUpTo(rows.lastSeen(row), columns.lastSeen(column - 1));
        } else if (row > 0) {
          int seen = columns.lastSeen(columns.lastResult());
          needed = Math.max(kept, wordsUpTo(rows.lastSeen(row - 1), seen));
        }
        least =
            Math.min(
                least,
                (double) needed / wordsIn() - (double) (before + windowWords()) / wordsOut());
      }
    }
    return new Lag(least, most + 1.0 / wordsOut());
  }

  private long wordsUpTo(int row, int column) {
    return (long) row * rowWords + (column + 1L) * placeWords;
  }

  @Override
  public RtlModule build(String moduleName) {
    return new Builder(moduleName).build();
  }

  private String comment() {
    return """
        %s: a window of %d x %d places over %d x %d, in steps of %d and %d; %d x %d results.
        Padding: %d before and %d behind the rows, %d and %d the columns.
        in:  %d words a place of %d bits, %d a frame.
        out: %d words a place in %d groups, in each row by row, place by place; %d a frame.
        A ring of %d rows.\
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
            rows.window().before(),
            Math.max(0, rows.end() - rows.window().before() - rows.length()),
            columns.window().before(),
            Math.max(0, columns.end() - columns.window().before() - columns.length()),
            placeWords,
            width,
            wordsIn(),
            windowWords(),
            placeWords / groupWords,
            wordsOut(),
            lines());
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
                  new LoopNest.Loop("channel_word", groupWords),
                  new LoopNest.Loop("tap_column", columns.kernel()),
                  new LoopNest.Loop("tap_row", rows.kernel()),
                  new LoopNest.Loop("channel_group", placeWords / groupWords),
                  new LoopNest.Loop("window_column", columns.results()),
                  new LoopNest.Loop("window_row", rows.results())));
      rowEnds = module.wire("row_ends", loops.ends(WINDOW_COLUMN));
      frameEnds = loops.ends(WINDOW_ROW);
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
      module.resetRegister(writeAddress, moved(writeAddress, "write", constant(1, 1)), taken);
      module.write(ring, writeAddress, inData, taken);

      Optional<Signal> inside = inside();
      Signal advance = module.wire("advance", or(not(outValid), outReady));
      module.assign(issue, and(present(inside), advance));
      module.resetRegister(outValid, issue, advance);
      Signal address = new Signal("read_address", ring.addressWidth());
      Expression step =
          loops.byNext(
              steps().stream()
                  .map(words -> constant(bitsFor(depth - 1L), Math.floorMod(words, depth)))
                  .toList());
      module.resetRegister(
          address,
          moved(address, "read", step),
          issue,
          BigInteger.valueOf(Math.floorMod(firstOffset(0), depth)));
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

    /** By how many words the place of reading moves on, by the loop that goes on. */
    private List<Long> steps() {
      long row = rowWords;
      long window = (rows.kernel() - 1) * row + (columns.kernel() - 1L) * placeWords;
      long lastWindow = (long) columns.lastResult() * columns.stride() * placeWords;
      long end =
          (long) rows.lastResult() * rows.stride() * row + lastWindow + window + placeWords - 1;
      return List.of(
          1L,
          placeWords - groupWords + 1L,
          row - (columns.kernel() - 1L) * placeWords - groupWords + 1,
          1 - window,
          (long) columns.stride() * placeWords - window - placeWords + 1,
          rows.stride() * row - lastWindow - window - placeWords + 1,
          rows.length() * row - end);
    }

    /** Where reading begins in a row of results, counted from the first word that is kept. */
    private long firstOffset(int result) {
      return (long) (rows.window().first(result) - rows.firstKept(result)) * rowWords
          - (long) columns.window().before() * placeWords;
    }

    /** An address of the ring some words on. */
    private Expression moved(Signal address, String side, Expression words) {
      int bits = address.width();
      if (depth == 1L << bits) {
        return add(address, zeroExtend(words, bits));
      }
      Signal sum =
          module.wire(
              side + "_next", add(zeroExtend(address, bits + 1), zeroExtend(words, bits + 1)));
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
      if (before == 0 && extent.end() <= behind) {
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
      for (long words : steps()) {
        steps.add(constant(bits, Math.floorMod(words, 1L << bits)));
      }
      Expression onward = add(offset, loops.byNext(steps));
      Expression nextRow = firstInRow(offsets());
      module.resetRegister(
          offset,
          mux(rowEnds, nextRow, onward),
          issue,
          BigInteger.valueOf(Math.floorMod(firstOffset(0), 1L << bits)));
      Expression read = less(offset, occupancy);
      Expression present = inside.isPresent() ? or(not(inside.get()), read) : read;
      present = module.wire("word_present", present);
      return givesUpUnseen()
          ? and(present, not(and(rowEnds, less(occupancy, givenUp()))))
          : present;
    }

    /** The offset with which the row of results behind each begins. */
    private List<Long> offsets() {
      List<Long> offsets = new ArrayList<>();
      for (int row = 0; row < rows.results(); row++) {
        offsets.add(firstOffset((row + 1) % rows.results()));
      }
      return offsets;
    }

    /** Whether some row of results gives up words behind the last it reads. */
    private boolean givesUpUnseen() {
      for (int row = 0; row < rows.results(); row++) {
        int seen =
            (rows.lastSeen(row) - rows.firstKept(row)) * rowWords
                + (columns.lastSeen(columns.lastResult()) + 1) * placeWords;
        if (seen < rows.givenUp(row) * rowWords) {
          return true;
        }
      }
      return false;
    }

    private Expression givenUp() {
      List<Long> words = new ArrayList<>();
      for (int row = 0; row < rows.results(); row++) {
        words.add((long) rows.givenUp(row) * rowWords);
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
