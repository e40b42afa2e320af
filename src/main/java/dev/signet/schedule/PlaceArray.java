package dev.signet.schedule;

import static dev.signet.rtl.Expression.concat;

import dev.signet.ir.IrType;
import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The module of a layer: at each place of its map an instance of what is computed there. Places
 * that see constants in the padding, or have parameters of their own, have modules of their own;
 * all others share one.
 */
final class PlaceArray {
  /** Places that a comment names. */
  private static final int NAMED_PLACES = 4;

  private final PlaceLogic logic;
  private final IrType result;
  private final List<Wires> operands;
  private final int columns;

  /**
   * @param result the type of what it gives
   * @param operands what it takes: for each place in turn what that sees
   */
  PlaceArray(PlaceLogic logic, IrType result, List<Wires> operands) {
    this.logic = logic;
    this.result = result;
    this.operands = List.copyOf(operands);
    this.columns = result.shape().rank() == 3 ? result.shape().extents().get(1) : 1;
  }

  /** The input port of an operand. */
  String port(int operand) {
    return operands.size() == 1 ? "in" : "in_" + operand;
  }

  RtlModule build(String name) {
    ModuleBuilder module = new ModuleBuilder(name, logic.comment() + placesComment());
    List<Wires> seen = new ArrayList<>();
    for (int operand = 0; operand < operands.size(); operand++) {
      Wires wires = operands.get(operand);
      seen.add(wires.on(module.input(port(operand), wires.bus().width())));
    }
    int width = result.shape().size() * StreamFormat.elementBits(result);
    Signal out = module.output("out", width);
    List<Expression> places = new ArrayList<>();
    if (result.places() == 1 || logic.isWiring()) {
      for (int place = 0; place < result.places(); place++) {
        places.add(logic.build(module, at(place, seen), parameters(place)));
      }
    } else {
      Map<Kind, RtlModule> kinds = kinds(name);
      for (int place = 0; place < result.places(); place++) {
        places.add(instance(module, kinds, place, at(place, seen)));
      }
    }
    module.assign(out, concat(places.reversed()));
    return module.build();
  }

  private String placesComment() {
    return result.places() == 1 ? "" : "\nAt each of %d places.".formatted(result.places());
  }

  /** What makes places alike. */
  private record Kind(int parameters, List<List<Integer>> patterns) {}

  private Map<Kind, RtlModule> kinds(String name) {
    Map<Kind, List<Integer>> places = new LinkedHashMap<>();
    for (int place = 0; place < result.places(); place++) {
      places.computeIfAbsent(kind(place, at(place, operands)), _ -> new ArrayList<>()).add(place);
    }
    Map<Kind, RtlModule> modules = new HashMap<>();
    for (Map.Entry<Kind, List<Integer>> entry : places.entrySet()) {
      String ofKind = name + "_place" + (places.size() == 1 ? "" : "_" + modules.size());
      modules.put(entry.getKey(), place(ofKind, entry.getValue(), places.size() == 1));
    }
    return modules;
  }

  private RtlModule place(String name, List<Integer> places, boolean all) {
    String where = all ? "" : "\n" + where(places);
    ModuleBuilder module = new ModuleBuilder(name, logic.comment() + where);
    int first = places.getFirst();
    List<Wires> seen = new ArrayList<>();
    List<Wires> there = at(first, operands);
    for (int operand = 0; operand < operands.size(); operand++) {
      Wires wires = there.get(operand);
      int live = wires.live().count();
      seen.add(
          live == 0
              ? wires
              : wires.alone(module.input(port(operand), live * wires.format().bits())));
    }
    int width = result.channels() * StreamFormat.elementBits(result);
    Signal out = module.output("out", width);
    module.assign(out, logic.build(module, seen, parameters(first)));
    return module.build();
  }

  private String where(List<Integer> places) {
    String named =
        places.stream()
            .limit(NAMED_PLACES)
            .map(place -> "%d, %d".formatted(place / columns, place % columns))
            .collect(Collectors.joining("; "));
    int more = places.size() - NAMED_PLACES;
    return "In row and column %s%s."
        .formatted(named, more > 0 ? "; and %d more".formatted(more) : "");
  }

  private Expression instance(
      ModuleBuilder module, Map<Kind, RtlModule> kinds, int place, List<Wires> seen) {
    RtlModule logicOfPlace = kinds.get(kind(place, seen));
    if (logicOfPlace == null) {
      throw new IllegalStateException("no logic for place " + place);
    }
    Map<String, Expression> inputs = new HashMap<>();
    for (int operand = 0; operand < seen.size(); operand++) {
      Wires live = seen.get(operand).live();
      if (live.count() > 0) {
        inputs.put(port(operand), live.word());
      }
    }
    String name = "place_%d_%d".formatted(place / columns, place % columns);
    return module.instance(name, logicOfPlace, inputs, name + "_").get("out");
  }

  private Kind kind(int place, List<Wires> seen) {
    return new Kind(parameters(place), seen.stream().map(Wires::pattern).toList());
  }

  private int parameters(int place) {
    return logic.parameters(place / columns, place % columns);
  }

  private List<Wires> at(int place, List<Wires> of) {
    List<Wires> seen = new ArrayList<>();
    for (int operand = 0; operand < of.size(); operand++) {
      int count = logic.seen().get(operand);
      seen.add(of.get(operand).range(place * count, count));
    }
    return seen;
  }
}
