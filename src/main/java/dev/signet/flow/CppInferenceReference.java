package dev.signet.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Inference of the reference networks in C++ written by hand, with the instructions of AVX-512 that
 * count the bits of eight words at once. It takes images as packed bits, over and over the same
 * 1,024, and gives the sums of the last layer.
 *
 * @param folder of {@code xnor_bound.cpp}, its networks and {@code vec.mem}
 * @param tools among them the compiler
 * @param processorInformation where the machine tells what its processor can do, if it does
 */
public record CppInferenceReference(Path folder, ToolLocator tools, Path processorInformation) {
  private static final String SOURCE = "xnor_bound.cpp";
  private static final String INSTRUCTIONS = "avx512_vpopcntdq";
  private static final Pattern RATE = Pattern.compile(": ([0-9.e+]+) inf/s");
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** Enough for a first guess of the rate. */
  private static final long FIRST_FRAMES = 200_000;

  /** The reference of a folder, on this machine. */
  public static CppInferenceReference in(Path folder) {
    return new CppInferenceReference(
        folder.toAbsolutePath().normalize(), ToolLocator.ofEnvironment(), Path.of("/proc/cpuinfo"));
  }

  /** Whether a folder holds such a program. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(SOURCE));
  }

  /**
   * Compiles the program of a network.
   *
   * @throws FlowException when the folder has no such program, the processor cannot run it, or no
   *     compiler is there
   */
  Program compile(ReferenceNet net) {
    if (!isIn(folder)) {
      throw new FlowException(folder + " holds no " + SOURCE);
    }
    requireInstructions();
    Path compiler = tools.require(EdaTool.CXX);
    Path build = TemporaryFolder.create("signet-bound-");
    Path program = build.resolve("bound");
    List<String> arguments =
        List.of(
            "-O3",
            "-march=native",
            "-std=c++17",
            "-pthread",
            "-I" + folder,
            "-DNET=\"" + net.label() + ".h\"",
            "-o",
            program.toString(),
            folder.resolve(SOURCE).toString());
    try {
      ToolProcess.of(compiler, arguments, folder, TIMEOUT).runChecked("compile " + SOURCE);
    } catch (RuntimeException e) {
      FolderRemoval.removeQuietly(build);
      throw e;
    }
    return new Program(program, build, folder);
  }

  private void requireInstructions() {
    try {
      if (Files.exists(processorInformation)
          && !Files.readString(processorInformation).contains(INSTRUCTIONS)) {
        throw new FlowException(
            "this processor has no AVX-512 VPOPCNTDQ, the instructions that the C++ is made of");
      }
    } catch (IOException e) {
      throw new FlowException("cannot read " + processorInformation + ": " + e.getMessage(), e);
    }
  }

  /**
   * A program of one network. Closing it removes it.
   *
   * @param file the program
   * @param build the folder it lies in
   * @param folder where it runs
   */
  record Program(Path file, Path build, Path folder) implements AutoCloseable {
    /**
     * A turn.
     *
     * @param seconds it is to take, about
     * @return frames a second
     */
    double rate(double seconds, int threads) {
      double guess = run(FIRST_FRAMES, threads);
      return run(Math.max(FIRST_FRAMES, (long) (guess * seconds)), threads);
    }

    private double run(long frames, int threads) {
      List<String> arguments = List.of(String.valueOf(frames), String.valueOf(threads));
      ToolProcess process = ToolProcess.of(file, arguments, folder, TIMEOUT);
      ToolProcess.Ended ended = process.runChecked("run");
      Matcher matcher = RATE.matcher(ended.log());
      if (!matcher.find()) {
        throw process.failure("ended without a rate", ended.log());
      }
      return Double.parseDouble(matcher.group(1));
    }

    @Override
    public void close() {
      FolderRemoval.removeQuietly(build);
    }
  }
}
