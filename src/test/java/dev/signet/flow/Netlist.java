package dev.signet.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.schedule.Area;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What Yosys made of a module: cells of a family, and the nets between them. */
public final class Netlist {
  private static final Pattern LUT = Pattern.compile("LUT[1-6]|SB_LUT4");
  private static final Pattern FLIP_FLOP = Pattern.compile("FD[A-Z]*|SB_DFF[A-Z]*");

  /** LUTs of a memory cell of four LUTs, and of one of two. */
  private static final int LUTS_OF_SMALL_MEMORY = 4;

  private final List<Cell> cells;

  /**
   * A cell.
   *
   * @param type of the family
   * @param pins the net at each bit of a port, by {@code port} or {@code port[bit]}; constants are
   *     left out
   */
  private record Cell(String type, Map<String, Integer> pins) {
    boolean isLut() {
      return LUT.matcher(type).matches();
    }

    boolean isCarry() {
      return type.equals("CARRY4") || type.equals("SB_CARRY");
    }
  }

  private Netlist(List<Cell> cells) {
    this.cells = List.copyOf(cells);
  }

  /** Reads what {@code write_json} wrote. */
  public static Netlist read(Path json, String top) throws IOException {
    JsonNode module = new ObjectMapper().readTree(json.toFile()).path("modules").path(top);
    List<Cell> cells = new ArrayList<>();
    for (JsonNode cell : module.path("cells")) {
      Map<String, Integer> pins = new HashMap<>();
      cell.path("connections")
          .properties()
          .forEach(
              port -> {
                JsonNode bits = port.getValue();
                for (int bit = 0; bit < bits.size(); bit++) {
                  if (bits.get(bit).isInt()) {
                    String name =
                        bits.size() == 1 ? port.getKey() : port.getKey() + "[" + bit + "]";
                    pins.put(name, bits.get(bit).intValue());
                  }
                }
              });
      cells.add(new Cell(cell.path("type").asText(), pins));
    }
    return new Netlist(cells);
  }

  /** What it takes. Inverters are not counted: they go into the LUT or flip-flop behind them. */
  public Area area() {
    long luts = 0;
    long flipFlops = 0;
    long blockRams = 0;
    long multipliers = 0;
    for (Cell cell : cells) {
      String type = cell.type();
      if (cell.isLut() || type.equals("SRL16E")) {
        luts++;
      } else if (type.matches("RAM(32M|64M)")) {
        luts += LUTS_OF_SMALL_MEMORY;
      } else if (type.matches("RAM(32|64)X1D")) {
        luts += LUTS_OF_SMALL_MEMORY / 2;
      } else if (FLIP_FLOP.matcher(type).matches()) {
        flipFlops++;
      } else if (type.equals("RAMB18E1") || type.equals("SB_RAM40_4K")) {
        blockRams++;
      } else if (type.equals("RAMB36E1")) {
        blockRams += 2;
      } else if (type.equals("DSP48E1")) {
        multipliers++;
      }
    }
    return new Area(luts, flipFlops, blockRams, multipliers);
  }

  /**
   * The most LUTs between two registers, ports or memories; carry chains and inverters are free.
   */
  public int levels() {
    return new Levels().most();
  }

  /** Longest ways through LUTs and carry chains. */
  private final class Levels {
    private final Map<Integer, Cell> drivers = new HashMap<>();
    private final Map<Integer, String> drivingPins = new HashMap<>();
    private final Map<Integer, Integer> levels = new HashMap<>();

    Levels() {
      for (Cell cell : cells) {
        for (Map.Entry<String, Integer> pin : cell.pins().entrySet()) {
          if (isOutput(cell, pin.getKey())) {
            drivers.put(pin.getValue(), cell);
            drivingPins.put(pin.getValue(), pin.getKey());
          }
        }
      }
    }

    private boolean isOutput(Cell cell, String pin) {
      if (cell.isCarry()) {
        return pin.startsWith("O[") || pin.startsWith("CO");
      }
      return (cell.isLut() || cell.type().equals("INV")) && pin.equals("O");
    }

    int most() {
      int most = 0;
      for (Cell cell : cells) {
        for (int net : cell.pins().values()) {
          most = Math.max(most, level(net));
        }
      }
      return most;
    }

    private int level(int net) {
      Cell cell = drivers.get(net);
      if (cell == null) {
        return 0;
      }
      Integer known = levels.get(net);
      if (known != null) {
        return known;
      }
      String output = String.valueOf(drivingPins.get(net));
      int before = 0;
      for (Map.Entry<String, Integer> pin : cell.pins().entrySet()) {
        if (!isOutput(cell, pin.getKey()) && reaches(cell, pin.getKey(), output)) {
          before = Math.max(before, level(pin.getValue()));
        }
      }
      int level = before + (cell.isLut() ? 1 : 0);
      levels.put(net, level);
      return level;
    }

    /** A bit of a CARRY4 depends on the bits up to it alone; its sum not on its own other input. */
    private boolean reaches(Cell cell, String input, String output) {
      if (!cell.type().equals("CARRY4") || input.indexOf('[') < 0) {
        return true;
      }
      int from = input.charAt(input.indexOf('[') + 1) - '0';
      int to = output.charAt(output.indexOf('[') + 1) - '0';
      boolean isNextSum = output.startsWith("O[") && input.startsWith("DI[");
      return isNextSum ? from < to : from <= to;
    }
  }
}
