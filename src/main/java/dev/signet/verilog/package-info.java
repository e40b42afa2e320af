/**
 * From the RTL IR to Verilog-2005 text, a self-checking testbench and the scripts that run it.
 *
 * <p>In: a {@link dev.signet.rtl.Design} and, for the testbench, a {@link
 * dev.signet.rtl.PortTrace}. Out: {@link dev.signet.verilog.GeneratedFile}s; nothing here touches
 * the file system. All decisions are taken in Java, all Verilog text stands in the StringTemplate
 * groups under {@code templates/}. The same design always gives the same bytes.
 *
 * <pre>{@code
 * List<GeneratedFile> files = new ArrayList<>(new VerilogEmitter().emit(design));
 * files.addAll(new TestbenchEmitter().emit(design, trace));
 * files.addAll(new ScriptEmitter().emit(design));
 * }</pre>
 */
@NullMarked
package dev.signet.verilog;

import org.jspecify.annotations.NullMarked;
