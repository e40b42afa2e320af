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

import dev.signet.ir.BitMatrix;
import dev.signet.ir.Instruction;
import dev.signet.network.HardwareGoals.Folding;
import dev.signet.rtl.Expression;
import dev.signet.rtl.Memory;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folded matrix-vector unit: PE neurons at once, SIMD inputs of each in a clock.
 *
 * <p>Words of SIMD elements come in and are kept, two vectors of them, in a buffer from which each
 * vector is read once for every group of PE neurons. Reading starts as soon as the first word is
 * there and the buffer takes the next vector meanwhile, so a unit is never idle while input and
 * output keep up. Three pipeline stages follow: memory read; XNOR and popcount; accumulation and
 * threshold. Each moves on where the next one is free, so that no gap stays between words that
 * wait, and a word that comes sooner never makes another later.
 *
 * <p>A frame is one vector, or of a feature map a vector at each place. Where the channels are in
 * groups, each group of them is a vector of its own, which the group's neurons see.
 *
 * <p>Elements are bits, or numbers of several bits, which are counted {@linkplain BitPlanes plane
 * by plane}. Inputs beyond the last of a vector are 0 and their weights 1, so they never agree and
 * count nothing. Neurons beyond the last have a threshold above every sum and give 0.
 */
final class MatrixVectorUnit implements StreamUnit {
  private final Instruction.XnorPopcount product;
  private final Optional<Instruction.Threshold> threshold;
  private final int pe;
  private final int simd;
  private final int inputs;
  private final int neurons;
  private final int groups;
  private final int wordsIn;
  private final int wordsOut;
  private final int planes;
  private final int span;
  private final int countBits;
  private final StreamFormat in;
  private final StreamFormat out;

  /**
   * @param threshold the neurons' thresholds, or nothing where the sums themselves go out
   * @param folding no more PE than neurons, no more SIMD than inputs; where the channels are in
   *     groups the PE divide the neurons of a group
   */
  MatrixVectorUnit(
      Instruction.XnorPopcount product,
      Optional<Instruction.Threshold> threshold,
      Folding folding) {
    this.product = product;
    this.threshold = threshold;
    this.pe = folding.pe();
    this.simd = folding.simd();
    this.inputs = product.weights().columns();
    this.groups = product.groups();
    this.neurons = product.weights().rows() / groups;
    this.wordsIn = Math.ceilDiv(inputs, simd);
    this.wordsOut = Math.ceilDiv(neurons, pe);
    this.planes = product.planes();
    this.span = Math.toIntExact(product.span());
    this.countBits = bitsFor(span);
    if (groups > 1 && neurons % pe != 0) {
      throw new IllegalArgumentException(pe + " PE for groups of " + neurons + " neurons");
    }
    this.in = StreamFormat.of(product.operand().type(), inputs, simd);
    this.out =
        StreamFormat.of(
            threshold.map(Instruction.Threshold::result).orElse(product.result()).type(),
            groups * neurons,
            pe);
  }

  /** What comes in: runs are vectors. */
  StreamFormat in() {
    return in;
  }

  /** What goes out: runs are places. */
  StreamFormat out() {
    return out;
  }

  /** Vectors of a frame. */
  private int vectors() {
    return in.elements() / inputs;
  }

  @Override
  public int bufferDepth() {
    return 2 * wordsIn;
  }

  @Override
  public long cyclesPerFrame() {
    return (long) vectors() * wordsIn * wordsOut;
  }

  /**
   * Two vectors in the buffer and one that is given up word by word; three words of results on the
   * way out.
   */
  @Override
  public Lag lag() {
    return new Lag(0, (3 + 3.0 / wordsOut) / vectors());
  }

  @Override
  public Area area(Technology technology) {
    return new MatrixVectorArea(
            wordsIn,
            wordsOut,
            groups,
            pe,
            simd,
            planes,
            span,
            threshold.map(Instruction.Threshold::steps).orElse(0),
            threshold.map(each -> groups * wordsOut * each.borders().classes()).orElse(0),
            threshold.filter(each -> !goesByGroup(each)).map(this::placeBits).orElse(0))
        .on(technology);
  }

  /** Whether the group of neurons alone says which thresholds are next. */
  private boolean goesByGroup(Instruction.Threshold thresholds) {
    return groups == 1 && thresholds.borders().classes() == 1;
  }

  private int placeBits(Instruction.Threshold thresholds) {
    return new ThresholdTable(thresholds, pe, groups * wordsOut).counterBits();
  }

  /** The unit as one of several ways to build it. */
  FoldedUnit folded(Technology technology) {
    return new FoldedUnit(
        new Folding(pe, simd), cyclesPerFrame(), area(technology), in.shape(), out.shape());
  }

  /** The unit for the report. */
  Hardware.Unit describe() {
    return new Hardware.Unit(
        product.result().name(),
        product.operand().type().places(),
        Optional.of(new Hardware.Product(groups * neurons, inputs, groups, pe, simd)),
        cyclesPerFrame());
  }

  @Override
  public UnitTiming timing(List<StreamTimes> inputs, List<StreamTimes> outputs) {
    return new MatrixVectorTiming(inputs.getFirst(), outputs.getFirst(), wordsIn, wordsOut);
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
    String what = threshold.isPresent() ? "threshold" : "sums";
    String inGroups = groups > 1 ? " in %d groups".formatted(groups) : "";
    String places =
        vectors() / groups > 1 ? ", at each of %d places".formatted(vectors() / groups) : "";
    return """
        %s: %d neurons%s of %d inputs, XNOR, popcount and %s%s.
        Folding: PE = %d neurons at once, SIMD = %d inputs a clock; %d x %d%s = %d clocks a frame.
        in:  %d words a %s of %d bits, first input in %s%s.
        out: %d words a %s of %d bits, first neuron in the lowest bits.%s\
        """
        .formatted(
            product.result().name(),
            groups * neurons,
            inGroups,
            inputs,
            what,
            places,
            pe,
            simd,
            wordsOut,
            wordsIn,
            vectors() > 1 ? " x %d vectors".formatted(vectors()) : "",
            cyclesPerFrame(),
            wordsIn,
            vectors() > 1 ? "vector" : "frame",
            in.width(),
            planes == 1 ? "bit 0" : "bits %d to 0".formatted(planes - 1),
            wordsIn * simd > inputs ? ", unused bits 0" : "",
            wordsOut,
            vectors() > 1 ? "vector" : "frame",
            out.width(),
            BitPlanes.comment(planes));
  }

  /**
   * The weights in the order they are used: a word for each group of neurons and inputs, element 0
   * lowest; one group of channels after the other.
   */
  private BitMatrix weightWords() {
    int perGroup = wordsIn * wordsOut;
    BitMatrix.Builder words = BitMatrix.builder(groups * perGroup, pe * simd);
    for (int address = 0; address < groups * perGroup; address++) {
      for (int element = 0; element < pe; element++) {
        int neuron = address % perGroup / wordsIn * pe + element;
        int row = address / perGroup * neurons + neuron;
        for (int lane = 0; lane < simd; lane++) {
          int input = address % wordsIn * simd + lane;
          boolean padding = neuron >= neurons || input >= inputs;
          words.set(address, element * simd + lane, padding || product.weights().get(row, input));
        }
      }
    }
    return words.build();
  }

  /** Builds the module, part by part in the order of the data. */
  private final class Builder {
    private final ModuleBuilder module;
    private final Signal inData;
    private final Signal inValid;
    private final Signal inReady;
    private final Signal outData;
    private final Signal outValid;
    private final Signal outReady;

    Builder(String moduleName) {
      module = new ModuleBuilder(moduleName, comment());
      inData = module.input("in_data", in.width());
      inValid = module.input("in_valid", 1);
      inReady = module.output("in_ready", 1);
      outData = module.output("out_data", out.width());
      outValid = module.output("out_valid", 1);
      outReady = module.input("out_ready", 1);
    }

    RtlModule build() {
      Signal advance = new Signal("advance", 1);
      Signal issue = new Signal("issue", 1);
      Signal read = new Signal("read_valid", 1);
      Signal readFree = module.wire("read_free", or(not(read), advance));
      Position position = position(issue);
      Signal word = buffer(position, issue, readFree);
      Words weights = weights(issue);

      module.resetRegister(read, issue, readFree);
      Optional<Signal> readFirst = delayed("read_first", position.firstWord(), readFree);
      Optional<Signal> readLast = delayed("read_last", position.lastWord(), readFree);

      List<Signal> counts = counts(word, weights, advance);
      Signal counted = new Signal("counted_valid", 1);
      module.resetRegister(counted, read, advance);
      Optional<Signal> countedFirst = delayed("counted_first", readFirst, advance);
      Optional<Signal> countedLast = delayed("counted_last", readLast, advance);

      List<Expression> sums = sums(counts, countedFirst, and(counted, advance));
      Expression finished = countedLast.isPresent() ? and(counted, countedLast.get()) : counted;
      Signal result = module.wire("result_valid", finished);
      module.assign(advance, not(and(result, outValid, not(outReady))));
      Signal store = module.wire("store_result", and(result, advance));
      List<Expression> results =
          threshold.isPresent() ? fired(threshold.get(), sums, position, issue, advance) : sums;
      module.register(outData, concat(results.reversed()), store);
      module.resetRegister(outValid, store, or(store, outReady));
      return module.build();
    }

    /**
     * Counters that say which word is read for which group of neurons; absent where there is only
     * one.
     */
    private record Position(
        Optional<Signal> input,
        Optional<Signal> group,
        Optional<Signal> firstWord,
        Optional<Signal> lastWord,
        Optional<Signal> lastGroup) {}

    private Position position(Signal issue) {
      Optional<Signal> input = Optional.empty();
      Optional<Signal> first = Optional.empty();
      Optional<Signal> last = Optional.empty();
      Expression groupEnds = issue;
      if (wordsIn > 1) {
        Signal counter = new Signal("input_word", bitsFor(wordsIn - 1L));
        first = Optional.of(module.wire("first_word", equal(counter, 0)));
        last = Optional.of(module.wire("last_word", equal(counter, wordsIn - 1L)));
        module.resetRegister(counter, next(counter, last.get()), issue);
        input = Optional.of(counter);
        groupEnds = and(issue, last.get());
      }
      if (wordsOut == 1) {
        return new Position(input, Optional.empty(), first, last, Optional.empty());
      }
      Signal group = new Signal("neuron_group", bitsFor(wordsOut - 1L));
      Signal lastGroup = module.wire("last_group", equal(group, wordsOut - 1L));
      module.resetRegister(group, next(group, lastGroup), groupEnds);
      return new Position(input, Optional.of(group), first, last, Optional.of(lastGroup));
    }

    /** Two vectors of words; a word is given up when the last group of neurons reads it. */
    private Signal buffer(Position position, Signal issue, Signal readFree) {
      int depth = bufferDepth();
      Memory memory = module.memory(new Memory("buffer", in.width(), depth, Optional.empty()));
      Signal occupancy = new Signal("occupancy", bitsFor(depth));
      module.assign(inReady, not(equal(occupancy, depth)));
      Signal taken = module.wire("taken", and(inValid, inReady));
      Signal writeAddress = new Signal("write_address", memory.addressWidth());
      module.resetRegister(
          writeAddress, next(writeAddress, equal(writeAddress, depth - 1L)), taken);
      module.write(memory, writeAddress, inData, taken);

      Expression some = not(equal(occupancy, 0));
      Expression available = some;
      if (wordsOut > 1 && wordsIn > 1) {
        Signal input = position.input().orElseThrow();
        Expression beyond =
            new Expression.Compare(
                Expression.Comparison.UNSIGNED_LESS,
                zeroExtend(input, occupancy.width()),
                occupancy);
        available = mux(position.lastGroup().orElseThrow(), some, beyond);
      }
      Signal present = module.wire("word_present", available);
      module.assign(issue, and(present, readFree));
      Signal freed =
          module.wire(
              "freed",
              position.lastGroup().isPresent() ? and(issue, position.lastGroup().get()) : issue);
      Expression one = constant(occupancy.width(), 1);
      Expression changed = mux(taken, add(occupancy, one), subtract(occupancy, one));
      module.resetRegister(occupancy, changed, not(equal(taken, freed)));

      Signal readAddress = new Signal("read_address", memory.addressWidth());
      Expression following = next(readAddress, equal(readAddress, depth - 1L));
      if (wordsOut > 1) {
        Signal vector = new Signal("vector_address", memory.addressWidth());
        Signal step = module.wire("next_address", following);
        Expression rewind = wordsIn > 1 ? position.lastWord().orElseThrow() : constant(1, 1);
        Signal again =
            module.wire(
                "read_again",
                wordsIn > 1
                    ? and(rewind, not(position.lastGroup().orElseThrow()))
                    : not(position.lastGroup().orElseThrow()));
        module.resetRegister(readAddress, mux(again, vector, step), issue);
        Expression vectorEnds =
            wordsIn > 1
                ? and(issue, rewind, position.lastGroup().orElseThrow())
                : and(issue, position.lastGroup().orElseThrow());
        module.resetRegister(vector, step, vectorEnds);
      } else {
        module.resetRegister(readAddress, following, issue);
      }
      return module.read("word", memory, readAddress, issue);
    }

    /** The weights of the word being counted: a constant, or read from a ROM beside the word. */
    private record Words(Optional<Signal> signal, BitMatrix contents) {}

    private Words weights(Signal issue) {
      BitMatrix contents = weightWords();
      if (contents.rows() == 1) {
        return new Words(Optional.empty(), contents);
      }
      Memory rom =
          module.memory(new Memory("weights", pe * simd, contents.rows(), Optional.of(contents)));
      Signal address = new Signal("weight_address", rom.addressWidth());
      module.resetRegister(address, next(address, equal(address, contents.rows() - 1L)), issue);
      return new Words(Optional.of(module.read("weight_word", rom, address, issue)), contents);
    }

    private List<Signal> counts(Signal word, Words weights, Signal advance) {
      BitPlanes elements = BitPlanes.of(module, word, planes);
      List<Signal> counts = new ArrayList<>();
      for (int element = 0; element < pe; element++) {
        Expression row =
            weights.signal().isPresent()
                ? slice(weights.signal().get(), element * simd, simd)
                : RtlConstants.bits(weights.contents(), 0, element * simd, simd);
        Signal agreeing = elements.agreement("agreeing_" + element, row);
        Signal count = new Signal("count_" + element, agreeing.width());
        module.register(count, agreeing, advance);
        counts.add(count);
      }
      return counts;
    }

    private List<Expression> sums(List<Signal> counts, Optional<Signal> first, Expression enable) {
      List<Expression> sums = new ArrayList<>();
      for (int element = 0; element < pe; element++) {
        Signal count = counts.get(element);
        Expression wide = zeroExtend(count, countBits);
        if (first.isEmpty()) {
          sums.add(wide);
          continue;
        }
        Signal partial = new Signal("partial_sum_" + element, countBits);
        Expression before = mux(first.get(), constant(countBits, 0), partial);
        Signal sum = module.wire("sum_" + element, add(before, wide));
        module.register(partial, sum, enable);
        sums.add(sum);
      }
      return sums;
    }

    private List<Expression> fired(
        Instruction.Threshold thresholds,
        List<Expression> sums,
        Position position,
        Signal issue,
        Signal advance) {
      ThresholdTable table = new ThresholdTable(thresholds, pe, groups * wordsOut);
      Optional<? extends Expression> next =
          goesByGroup(thresholds)
              ? position.group()
              : table.row(module, groupEnds(position, issue));
      Optional<Signal> row =
          next.map(
              source -> {
                Signal target = new Signal("threshold_row", source.width());
                module.register(target, source, issue);
                return target;
              });
      ThresholdTable.Levels levels = table.levels(module, row, advance);
      List<Expression> fired = new ArrayList<>();
      for (int element = 0; element < pe; element++) {
        fired.add(table.reached(module, element, sums.get(element), levels));
      }
      return fired;
    }

    /** One bit: the last word is read for a group of neurons. */
    private Expression groupEnds(Position position, Signal issue) {
      return position.lastWord().<Expression>map(last -> and(issue, last)).orElse(issue);
    }

    private Optional<Signal> delayed(String name, Optional<Signal> signal, Signal enable) {
      return signal.map(
          source -> {
            Signal target = new Signal(name, 1);
            module.register(target, source, enable);
            return target;
          });
    }

    private Expression next(Signal counter, Expression wraps) {
      return mux(wraps, constant(counter.width(), 0), add(counter, constant(counter.width(), 1)));
    }
  }
}
