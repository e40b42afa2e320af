package dev.signet.schedule;

import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.not;
import static dev.signet.rtl.Expression.or;

import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.Signal;

/**
 * The two stages of a unit that works word by word: one in which a word waits while what belongs to
 * it is read from memories, and the result at the output. They stop together where a result cannot
 * leave.
 */
final class WordPipeline {
  private final ModuleBuilder module;
  private final Signal taken;
  private final Signal word;
  private final Signal present = new Signal("word_valid", 1);
  private final Signal advance = new Signal("advance", 1);
  private final Signal outData;
  private final Signal outValid;
  private final Signal outReady;

  /** Declares the ports of the module. */
  WordPipeline(ModuleBuilder module, int widthIn, int widthOut) {
    this.module = module;
    Signal inData = module.input("in_data", widthIn);
    Signal inValid = module.input("in_valid", 1);
    Signal inReady = module.output("in_ready", 1);
    outData = module.output("out_data", widthOut);
    outValid = module.output("out_valid", 1);
    outReady = module.input("out_ready", 1);
    module.assign(inReady, advance);
    taken = module.wire("taken", and(inValid, advance));
    word = new Signal("word", widthIn);
    module.register(word, inData, taken);
    module.resetRegister(present, taken, advance);
  }

  /** One bit: a word comes into the first stage. */
  Signal taken() {
    return taken;
  }

  /** The word in the first stage. */
  Signal word() {
    return word;
  }

  /** One bit: the word in the first stage is worked on in this clock. */
  Signal working() {
    return module.wire("working", and(present, advance));
  }

  /**
   * Ends the pipeline.
   *
   * @param result of the word in the first stage
   * @param complete one bit: the word makes a result
   */
  void give(Expression result, Expression complete) {
    Signal ready = module.wire("result_valid", and(present, complete));
    module.assign(advance, not(and(ready, outValid, not(outReady))));
    Signal store = module.wire("store_result", and(ready, advance));
    module.register(outData, result, store);
    module.resetRegister(outValid, store, or(store, outReady));
  }
}
