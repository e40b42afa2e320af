package dev.signet.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.network.HardwareGoals.Target;
import dev.signet.rtl.Design;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.Port;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets nextpnr place and route a module on an iCE40 HX8K, between registers of its own, since it
 * has more ports than the part has pins.
 */
public final class PlaceAndRoute {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final int SEEDS = 3;

  private final Path folder;

  /**
   * @param folder where files go
   */
  public PlaceAndRoute(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** Whether nextpnr is there. */
  public static boolean isInstalled() {
    return ToolLocator.ofEnvironment().find(EdaTool.NEXTPNR_ICE40).isPresent();
  }

  /**
   * The highest clock in Hz, the median of three seeds.
   *
   * @throws FlowException when a tool is missing or fails, for example because the part is too
   *     small
   */
  public double clockHertz(RtlModule module) throws IOException {
    RtlModule bench = bench(module);
    new YosysSynthesis(folder, Target.ICE40).netlist(new Design(bench, List.of()));
    List<Double> clocks = new ArrayList<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      Path report = folder.resolve(bench.name() + ".report.json");
      ToolProcess.of(
              ToolLocator.ofEnvironment().require(EdaTool.NEXTPNR_ICE40),
              List.of(
                  "--hx8k",
                  "--package",
                  "ct256",
                  "--json",
                  bench.name() + ".ice40.json",
                  "--seed",
                  Integer.toString(seed),
                  "--freq",
                  "250",
                  "--timing-allow-fail",
                  "--quiet",
                  "--report",
                  report.getFileName().toString()),
              folder,
              TIMEOUT)
          .runChecked("place and route");
      JsonNode clock = new ObjectMapper().readTree(report.toFile()).path("fmax").iterator().next();
      clocks.add(1e6 * clock.path("achieved").asDouble());
    }
    return clocks.stream().sorted().toList().get(SEEDS / 2);
  }

  /** Inputs come from a shift register, outputs go through a register into another. */
  private static RtlModule bench(RtlModule module) {
    ModuleBuilder bench = new ModuleBuilder("bench_" + module.name(), "A unit between registers.");
    Signal in = bench.input("serial_in", 1);
    Signal load = bench.input("load", 1);
    Signal out = bench.output("serial_out", 1);
    int width = width(module, Port.Direction.INPUT);
    Signal given = new Signal("given", width);
    Expression always = Expression.constant(1, 1);
    bench.register(
        given, Expression.concat(List.of(in, Expression.slice(given, 1, width - 1))), always);
    Map<String, Expression> inputs = new HashMap<>();
    int low = 0;
    for (Port port : module.ports()) {
      if (port.direction() == Port.Direction.INPUT) {
        inputs.put(port.name(), Expression.slice(given, low, port.signal().width()));
        low += port.signal().width();
      }
    }
    ModuleBuilder.Outputs outputs = bench.instance("unit", module, inputs, "unit_");
    List<Signal> taken = new ArrayList<>();
    for (Port port : module.ports()) {
      if (port.direction() == Port.Direction.OUTPUT) {
        taken.add(outputs.get(port.name()));
      }
    }
    int widthOut = width(module, Port.Direction.OUTPUT);
    Signal captured = new Signal("captured", widthOut);
    bench.register(captured, Expression.concat(taken), always);
    Signal shifted = new Signal("shifted", widthOut);
    Signal loads = new Signal("loads", 1);
    bench.register(loads, load, always);
    bench.register(
        shifted,
        Expression.mux(
            loads,
            captured,
            Expression.zeroExtend(Expression.slice(shifted, 1, widthOut - 1), widthOut)),
        always);
    bench.assign(out, Expression.slice(shifted, 0, 1));
    return bench.build();
  }

  private static int width(RtlModule module, Port.Direction direction) {
    return module.ports().stream()
        .filter(port -> port.direction() == direction)
        .mapToInt(port -> port.signal().width())
        .sum();
  }
}
