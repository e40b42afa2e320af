/**
 * The network IR: what is computed, in bits and bounded integers, and nothing of when or where.
 *
 * <p>A {@link dev.signet.ir.Program} is a list of {@link dev.signet.ir.Instruction}s in static
 * single assignment form over {@link dev.signet.ir.Value}s of {@link dev.signet.ir.IrType}. {@link
 * dev.signet.ir.Verifier} holds its rules, {@link dev.signet.ir.IrPrinter} and {@link
 * dev.signet.ir.IrParser} its text. Floating point does not exist here.
 */
@NullMarked
package dev.signet.ir;

import org.jspecify.annotations.NullMarked;
