/**
 * The language: text in, networks and diagnostics out.
 *
 * <p>{@link dev.signet.lang.SignetLanguage#compile(SourceText)} reads the text of a {@code .bnn}
 * file and gives a {@link dev.signet.lang.Compilation}: the typed {@link
 * dev.signet.network.Network}s it describes and every {@link dev.signet.lang.Diagnostic} found on
 * the way, which {@link dev.signet.lang.DiagnosticRenderer} shows to people and to tools. {@link
 * dev.signet.lang.Formatter} lays a text out in its one canonical way.
 *
 * <p>Inside, text goes through three stages: one class is the door to the ANTLR parser and returns
 * a syntax tree with source spans; an evaluator expands parameters, blocks and repetitions into a
 * graph of typed nodes; section checkers read the training recipe and the hardware goals. Each
 * stage reports what is wrong and goes on with the rest, within limits that hold for any input. The
 * package touches no files: bytes and strings come in.
 */
@NullMarked
package dev.signet.lang;

import org.jspecify.annotations.NullMarked;
