package dev.signet.flow;

import dev.signet.data.ImageSet;
import dev.signet.data.RandomStream;
import dev.signet.ir.Program;
import dev.signet.lang.Compilation;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.lower.LoweringException;
import dev.signet.network.Element;
import dev.signet.network.HardwareGoals.Style;
import dev.signet.network.Model;
import dev.signet.network.Network;
import dev.signet.network.Shape;
import dev.signet.network.SpatialSize;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The differential test: networks drawn by chance, with random parameters and random frames, on
 * which every level is held against every other.
 */
public final class Campaign {
  private static final int FRAMES_AT_A_LIMIT = 2;

  /** Bits of logic up to which a network is built in spatial style too: so most of them are. */
  private static final long LARGEST_SPATIAL = 50_000;

  private final long seed;
  private final int frames;
  private final Map<VerilogTool, Integer> verilog;

  /**
   * @param seed of everything that is drawn
   * @param frames for each network, at least 1
   * @param verilog which Verilog simulators run, with how many of the frames each
   */
  public Campaign(long seed, int frames, Map<VerilogTool, Integer> verilog) {
    this.seed = seed;
    this.frames = frames;
    this.verilog = Map.copyOf(verilog);
  }

  /**
   * What came of a network.
   *
   * @param number of the network in the campaign
   * @param text the network
   * @param levels how each level compares; empty where there was none to compare
   * @param refused why there was none: no integer scores keep this network's decisions
   */
  public record Verdict(
      int number, String text, List<LevelResult> levels, Optional<String> refused) {
    public Verdict {
      levels = List.copyOf(levels);
    }

    /** Whether no level differs and none is missing. */
    public boolean agrees() {
      return levels.stream().allMatch(LevelResult::agrees);
    }
  }

  /** Draws a network and holds all levels to it; depends on the seed and the number alone. */
  public Verdict run(int number) {
    String text = RandomNetworkText.of(seed, number);
    Network network = network(number, text);
    Model model = RandomParameters.of(network, RandomStream.of(seed, number, 1).nextLong());
    Program program;
    try {
      program = NetworkCompiler.compile(model);
    } catch (LoweringException e) {
      return new Verdict(number, text, List.of(), Optional.of(String.valueOf(e.getMessage())));
    }
    LevelVerification.Options options =
        new LevelVerification.Options(styles(network), 1, verilog, Effort.UNLIMITED, number);
    return new Verdict(
        number,
        text,
        LevelVerification.verify(model, program, images(network, number), options, _ -> {})
            .levels(),
        Optional.empty());
  }

  private static List<Style> styles(Network network) {
    return SpatialSize.of(network.nodes()).bits() <= LARGEST_SPATIAL
        ? List.of(Style.DATAFLOW, Style.SPATIAL)
        : List.of(Style.DATAFLOW);
  }

  private static Network network(int number, String text) {
    Compilation compilation =
        SignetLanguage.compile(SourceText.of("drawn-" + number + ".bnn", text));
    if (compilation.networks().isEmpty()) {
      throw new IllegalStateException(
          "the drawn network %d is refused: %s%n%s"
              .formatted(number, compilation.diagnostics(), text));
    }
    return compilation.networks().getFirst();
  }

  /** Random frames, the first all at the least value and the second all at the largest. */
  private ImageSet images(Network network, int number) {
    Shape shape = network.input().type().shape();
    RandomStream random = RandomStream.of(seed, number, 2);
    int largest = network.input().type().element() instanceof Element.Bit ? 1 : 255;
    byte[] pixels = new byte[frames * shape.size()];
    for (int index = 0; index < pixels.length; index++) {
      pixels[index] = (byte) random.nextInt(largest + 1);
    }
    for (int frame = 0; frame < Math.min(FRAMES_AT_A_LIMIT, frames); frame++) {
      byte limit = (byte) (frame == 0 ? 0 : largest);
      Arrays.fill(pixels, frame * shape.size(), (frame + 1) * shape.size(), limit);
    }
    return new ImageSet(shape, pixels, new byte[frames], 1);
  }
}
