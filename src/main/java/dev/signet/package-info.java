/**
 * Binarized networks from a page of text to gates, one package a stage; imports run one way along
 * the arrows.
 *
 * <pre>
 * text --lang--> Network --train--> Model --lower--> IR --pass--> IR --schedule--> RTL --sim, verilog--> bits
 * </pre>
 *
 * <p>{@link dev.signet.network}, {@link dev.signet.ir} and {@link dev.signet.rtl} hold what the
 * stages hand on. {@link dev.signet.data} is where files come from and go to, {@link
 * dev.signet.flow} puts the stages and the tools outside together, {@link dev.signet.timing} tells
 * how fast RTL is, {@link dev.signet.report} shows what came of it, and {@link dev.signet.cli} is
 * the command line. Here is only what all of them share: how a user's mistake is told.
 */
@NullMarked
package dev.signet;

import org.jspecify.annotations.NullMarked;
