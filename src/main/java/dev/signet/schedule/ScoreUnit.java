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
import static dev.signet.rtl.Expression.signExtend;
import static dev.signet.rtl.Expression.slice;
import static dev.signet.rtl.Expression.subtract;

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
 * The way out of a folded network: words of popcounts become scores, the best of them is found as
 * they pass, and the whole result leaves in one beat.
 *
 * <p>Three stages: coefficients are read beside the word; scores are computed; scores are compared
 * with the best so far, the lower class winning a tie, and collected. Each stage moves on where the
 * next is free.
 */
final class ScoreUnit implements StreamUnit {
  /** Bits of the smallest product for which Yosys takes a multiplier block. */
  private static final int LEAST_BLOCK_PRODUCT = 9;

  /** Bits of the wider factor that a multiplier block takes, and that each further one adds. */
  private static final int BLOCK_FACTOR = 25;

  private static final int FURTHER_BLOCK_FACTOR = 17;

  /** LUTs of a product for each pair of bits, and where one factor is a constant. */
  private static final double PRODUCT_LUTS = 2.5;

  private static final double CONSTANT_PRODUCT_LUTS = 0.85;

  private final ScoreArithmetic arithmetic;
  private final int countBits;
  private final int lanes;
  private final int words;
  private final ResultFormat format;

  /**
   * @param countBits bits of a popcount
   * @param lanes popcounts in a word
   */
  ScoreUnit(ScoreArithmetic arithmetic, int countBits, int lanes) {
    this.arithmetic = arithmetic;
    this.countBits = countBits;
    this.lanes = lanes;
    this.words = Math.ceilDiv(arithmetic.classes(), lanes);
    this.format = new ResultFormat(arithmetic.classes(), arithmetic.scoreBits());
  }

  ResultFormat format() {
    return format;
  }

  /**
   * What it takes. Adding, comparing and choosing cost about as many LUTs for each bit of a score;
   * a product that is not a constant's goes into a multiplier block, with the registers around it,
   * where there is one.
   */
  @Override
  public Area area(Technology technology) {
    int scoreBits = format.scoreBits();
    int labelBits = format.labelBits();
    boolean multiplies = !arithmetic.sameScale() || (words > 1 && padding() > 0);
    boolean inBlocks =
        multiplies
            && technology.hasMultipliers()
            && arithmetic.scaleBits() + countBits + 1 >= LEAST_BLOCK_PRODUCT;
    double luts = technology.scorePerBit() * lanes * scoreBits + (words > 1 ? 23 : 4);
    if (multiplies && !inBlocks) {
      double each = words > 1 ? PRODUCT_LUTS : CONSTANT_PRODUCT_LUTS;
      luts += each * lanes * arithmetic.scaleBits() * countBits;
    }
    long flipFlops =
        labelBits
            + (long) format.classes() * scoreBits
            + (long) (words - 1) * lanes * scoreBits
            + (inBlocks ? 0 : (long) lanes * (countBits + scoreBits))
            + (inBlocks && words == 1 ? (long) lanes * countBits : 0)
            + 4;
    if (words > 1) {
      flipFlops += scoreBits + 2L * labelBits + 3L * bitsFor(words - 1L);
    }
    return new Area(Math.round(luts), flipFlops, 0, inBlocks ? (long) lanes * blocks() : 0)
        .plus(words > 1 ? technology.rom(words, lanes * coefficientBits()) : Area.NONE);
  }

  /** Bits of the coefficients that are read for each lane. */
  private int coefficientBits() {
    boolean same = padding() == 0;
    return (same && arithmetic.sameScale() ? 0 : arithmetic.scaleBits())
        + (same && arithmetic.sameOffset() ? 0 : arithmetic.offsetBits());
  }

  /** Multiplier blocks of a product. */
  private int blocks() {
    int beyond = Math.max(0, arithmetic.scaleBits() - BLOCK_FACTOR);
    return 1 + Math.ceilDiv(beyond, FURTHER_BLOCK_FACTOR);
  }

  private int padding() {
    return words * lanes - arithmetic.classes();
  }

  @Override
  public long cyclesPerFrame() {
    return words;
  }

  /** Nothing stands behind it that would need to know. */
  @Override
  public Lag lag() {
    return Lag.NONE;
  }

  @Override
  public UnitTiming timing(List<StreamTimes> inputs, List<StreamTimes> outputs) {
    return new StageTiming(inputs.getFirst(), outputs.getFirst(), words, 2);
  }

  @Override
  public RtlModule build(String moduleName) {
    return new Builder(moduleName).build();
  }

  /** Assembles a result beat from a class and scores, class 0 lowest. */
  static Expression beat(ResultFormat format, Expression label, Signal scores) {
    List<Expression> fields = new ArrayList<>();
    for (int k = format.classes() - 1; k >= 0; k--) {
      fields.add(
          signExtend(
              slice(scores, k * format.scoreBits(), format.scoreBits()), format.scoreFieldWidth()));
    }
    fields.add(Expression.zeroExtend(label, format.labelFieldWidth()));
    return concat(fields);
  }

  /** The better of two: the challenger only where its score is greater. */
  static Expression beats(Expression challenger, Expression best) {
    return new Expression.Compare(Expression.Comparison.SIGNED_LESS, best, challenger);
  }

  private String comment() {
    return """
        Scores: scale * popcount + offset for each of %d classes, %d bits each, and the index of the largest
        (the lowest on a tie). %d popcounts a word, %d words a frame; one result a frame.\
        """
        .formatted(arithmetic.classes(), arithmetic.scoreBits(), lanes, words);
  }

  private final class Builder {
    private final ModuleBuilder module;
    private final Signal inData;
    private final Signal inValid;
    private final Signal inReady;
    private final Signal outData;
    private final Signal outValid;
    private final Signal outReady;

    Builder(String name) {
      module = new ModuleBuilder(name, comment());
      inData = module.input("in_data", lanes * countBits);
      inValid = module.input("in_valid", 1);
      inReady = module.output("in_ready", 1);
      outData = module.output("out_data", format.dataWidth());
      outValid = module.output("out_valid", 1);
      outReady = module.input("out_ready", 1);
    }

    RtlModule build() {
      Signal advance = new Signal("advance", 1);
      Signal read = new Signal("read_valid", 1);
      module.assign(inReady, or(not(read), advance));
      Signal taken = module.wire("taken", and(inValid, inReady));
      Optional<Signal> word = Optional.empty();
      Optional<Signal> readWord = Optional.empty();
      Optional<Signal> scoredWord = Optional.empty();
      if (words > 1) {
        Signal counter = new Signal("word", bitsFor(words - 1L));
        Expression next =
            mux(
                equal(counter, words - 1L),
                constant(counter.width(), 0),
                add(counter, constant(counter.width(), 1)));
        module.resetRegister(counter, next, taken);
        word = Optional.of(counter);
        readWord = Optional.of(copy("read_word", counter, taken));
        scoredWord = Optional.of(copy("scored_word", readWord.get(), advance));
      }
      module.resetRegister(read, taken, inReady);
      Signal counts = copy("counts", inData, taken);
      List<Signal> scores = scores(counts, word, taken, advance);
      Signal scored = new Signal("scored_valid", 1);
      module.resetRegister(scored, read, advance);

      Expression lastWord =
          scoredWord.isPresent() ? equal(scoredWord.get(), words - 1L) : constant(1, 1);
      Signal complete =
          module.wire("complete", scoredWord.isPresent() ? and(scored, lastWord) : scored);
      module.assign(advance, not(and(complete, outValid, not(outReady))));
      Signal compare = module.wire("compare", and(scored, advance));
      Signal label = best(scores, scoredWord, compare);
      Signal all = collect(scores, compare);
      Signal store = module.wire("store_result", and(complete, advance));
      module.resetRegister(outData, beat(format, label, all), store);
      module.resetRegister(outValid, store, or(store, outReady));
      return module.build();
    }

    private List<Signal> scores(
        Signal counts, Optional<Signal> word, Signal taken, Signal advance) {
      Lookup scales =
          lookup(
              "scales",
              arithmetic.scaleBits(),
              arithmetic.sameScale(),
              0,
              word,
              taken,
              arithmetic::scale);
      Lookup offsets =
          lookup(
              "offsets",
              arithmetic.offsetBits(),
              arithmetic.sameOffset() && padding() == 0,
              arithmetic.least(),
              word,
              taken,
              arithmetic::offset);
      List<Signal> scores = new ArrayList<>();
      for (int lane = 0; lane < lanes; lane++) {
        Signal score =
            arithmetic.score(
                module,
                Integer.toString(lane),
                slice(counts, lane * countBits, countBits),
                scales.get(lane),
                offsets.get(lane));
        scores.add(copy("scored_" + lane, score, advance));
      }
      return scores;
    }

    /** A coefficient for each lane: constants, or slices of a word read from a ROM. */
    private interface Lookup {
      Expression get(int lane);
    }

    private interface Coefficient {
      long of(int k);
    }

    private Lookup lookup(
        String name,
        int coefficientBits,
        boolean same,
        long forPadding,
        Optional<Signal> word,
        Signal taken,
        Coefficient coefficient) {
      int bits =
          padding() > 0
              ? Math.max(coefficientBits, Expression.signedBitsFor(forPadding, forPadding))
              : coefficientBits;
      if (same && padding() == 0) {
        return _ -> constant(bits, coefficient.of(0));
      }
      if (word.isEmpty()) {
        return lane -> constant(bits, coefficient.of(lane));
      }
      BitMatrix.Builder contents = BitMatrix.builder(words, lanes * bits);
      for (int k = 0; k < words * lanes; k++) {
        long value = k < arithmetic.classes() ? coefficient.of(k) : forPadding;
        for (int bit = 0; bit < bits; bit++) {
          contents.set(k / lanes, k % lanes * bits + bit, (value >>> bit & 1) != 0);
        }
      }
      Memory rom =
          module.memory(new Memory(name, lanes * bits, words, Optional.of(contents.build())));
      Signal read = module.read(name + "_word", rom, word.get(), taken);
      return lane -> slice(read, lane * bits, bits);
    }

    /** A score, and which lane of the word it is in. */
    private record Candidate(Signal score, Expression lane) {}

    /** The best of a word: winners of pairs meet in pairs, the lower lane winning a tie. */
    private Candidate bestOfWord(List<Signal> scores) {
      int labelBits = format.labelBits();
      List<Candidate> round = new ArrayList<>();
      for (int lane = 0; lane < lanes; lane++) {
        round.add(new Candidate(scores.get(lane), constant(labelBits, lane)));
      }
      for (int apart = 1; round.size() > 1; apart *= 2) {
        List<Candidate> winners = new ArrayList<>();
        for (int index = 0; index < round.size(); index += 2) {
          winners.add(
              index + 1 == round.size()
                  ? round.get(index)
                  : better(round.get(index), round.get(index + 1), (index + 1) * apart));
        }
        round = winners;
      }
      return round.getFirst();
    }

    /**
     * One bit: a challenger is greater than the best so far. It is the sign of the difference, of
     * which synthesis makes a single carry chain, whatever the order of names; of a comparison of
     * two variables Yosys makes another for <i>equal</i> at times.
     */
    private Expression wins(int lane, Signal challenger, Signal best) {
      int bits = arithmetic.scoreBits();
      Signal lead =
          module.wire(
              "lead_" + lane,
              subtract(signExtend(best, bits + 1), signExtend(challenger, bits + 1)));
      return slice(lead, bits, 1);
    }

    /**
     * The better of two.
     *
     * @param lane the lowest that the challenger can be in
     */
    private Candidate better(Candidate best, Candidate challenger, int lane) {
      Signal better = module.wire("better_" + lane, wins(lane, challenger.score(), best.score()));
      return new Candidate(
          module.wire("best_" + lane, mux(better, challenger.score(), best.score())),
          module.wire("best_lane_" + lane, mux(better, challenger.lane(), best.lane())));
    }

    /** The class of the best score so far, this word included. */
    private Signal best(List<Signal> scores, Optional<Signal> scoredWord, Signal compare) {
      Candidate best = bestOfWord(scores);
      if (scoredWord.isEmpty()) {
        return module.wire("label", best.lane());
      }
      int labelBits = format.labelBits();
      Signal first = module.wire("first_word", equal(scoredWord.get(), 0));
      Signal kept = new Signal("best_score", arithmetic.scoreBits());
      Signal keptLabel = new Signal("best_label", labelBits);
      Signal firstClass = new Signal("first_class", labelBits);
      Expression nextClass = add(firstClass, constant(labelBits, lanes & ((1L << labelBits) - 1)));
      Expression wraps = equal(scoredWord.get(), words - 1L);
      module.resetRegister(firstClass, mux(wraps, constant(labelBits, 0), nextClass), compare);
      Signal better = module.wire("better_0", or(first, wins(0, best.score(), kept)));
      Expression ofWord = lanes == 1 ? firstClass : add(firstClass, best.lane());
      Signal label = module.wire("label", mux(better, ofWord, keptLabel));
      module.register(kept, mux(better, best.score(), kept), compare);
      module.register(keptLabel, label, compare);
      return label;
    }

    /** All scores of a frame, class 0 lowest, once the last word is here. */
    private Signal collect(List<Signal> scores, Signal compare) {
      int wordBits = lanes * arithmetic.scoreBits();
      int used = arithmetic.classes() * arithmetic.scoreBits();
      Expression word = concat(scores.reversed());
      if (words == 1) {
        return module.wire("scores", word);
      }
      int before = (words - 1) * wordBits;
      Signal collected = new Signal("collected_scores", before);
      Expression shifted =
          before == wordBits
              ? word
              : concat(List.of(word, slice(collected, wordBits, before - wordBits)));
      module.register(collected, shifted, compare);
      List<Expression> last = new ArrayList<>();
      for (int lane = (used - before) / arithmetic.scoreBits() - 1; lane >= 0; lane--) {
        last.add(scores.get(lane));
      }
      last.add(collected);
      return module.wire("scores", concat(last));
    }

    private Signal copy(String name, Signal source, Signal enable) {
      Signal target = new Signal(name, source.width());
      module.register(target, source, enable);
      return target;
    }
  }
}
