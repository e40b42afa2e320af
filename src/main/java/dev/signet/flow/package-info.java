/**
 * Files on disk and the EDA tools that read them: writes generated files so that a folder is whole
 * or untouched, finds Icarus Verilog, Verilator and Yosys, runs them with a time limit and reads
 * their answers.
 *
 * <p>In: {@link dev.signet.verilog.GeneratedFile}s. Out: a folder, and a {@link
 * dev.signet.flow.SimulationOutcome}. Whatever a user can cure is told by a {@link
 * dev.signet.flow.FlowException}.
 *
 * <pre>{@code
 * new FileTreeWriter().write(folder, files);
 * SimulationOutcome outcome = new VerilatorRun(ToolLocator.ofEnvironment()).run(folder, "lfc");
 * }</pre>
 */
@NullMarked
package dev.signet.flow;

import org.jspecify.annotations.NullMarked;
