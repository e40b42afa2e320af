package dev.signet.pass;

import dev.signet.ir.Program;

/**
 * One change to a program. For every frame the changed program gives the same label and the same
 * scores, and takes the same input.
 */
public interface Pass {

  /** The name by which messages call it. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * The changed program, or the same where there is nothing to do.
   *
   * @param program a verified program
   */
  Program apply(Program program);
}
