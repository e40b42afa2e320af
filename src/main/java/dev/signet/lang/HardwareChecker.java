package dev.signet.lang;

import dev.signet.network.HardwareGoals;
import dev.signet.network.Layer;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.SpatialSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a hardware section into goals, defaults filled in. */
final class HardwareChecker {
  private static final List<String> KEYS =
      List.of("style", "target", "clock", "throughput", "budget", "fold");

  /** What a budget can count. */
  private static final String LUTS = "luts";

  private static final String BLOCK_RAMS = "block_rams";

  private static final List<Formal> FOLDING =
      List.of(
          Formal.required("pe", Formal.whole(1, Limits.ELEMENTS)),
          Formal.required("simd", Formal.whole(1, Limits.ELEMENTS)));

  private final Settings settings;
  private final DiagnosticCollector diagnostics;
  private final Optional<List<Node>> nodes;
  private final HardwareGoals defaults = HardwareGoals.defaults();

  /**
   * @param nodes the network's nodes; empty when it has errors, so that its layers are not known
   */
  HardwareChecker(Settings settings, DiagnosticCollector diagnostics, Optional<List<Node>> nodes) {
    this.settings = settings;
    this.diagnostics = diagnostics;
    this.nodes = nodes;
  }

  /** The goals; what is wrong is reported and replaced by its default. */
  HardwareGoals check(Item.HardwareItem item) {
    List<Item.Setting> folds = new ArrayList<>();
    List<Item.Setting> budgets = new ArrayList<>();
    List<Item.Setting> others = new ArrayList<>();
    for (Item.Setting setting : item.settings()) {
      switch (setting.key().text()) {
        case "fold" -> folds.add(setting);
        case "budget" -> budgets.add(setting);
        default -> others.add(setting);
      }
    }
    Map<String, Item.Setting> given = settings.byKey(others, KEYS, List.of());
    HardwareGoals.Style style =
        Optional.ofNullable(given.get("style")).flatMap(this::style).orElse(defaults.style());
    double clock =
        Optional.ofNullable(given.get("clock")).flatMap(this::clock).orElse(defaults.clockHertz());
    OptionalDouble throughput =
        Optional.ofNullable(given.get("throughput"))
            .flatMap(this::throughput)
            .map(OptionalDouble::of)
            .orElse(defaults.framesPerSecond());
    HardwareGoals.Target target =
        Optional.ofNullable(given.get("target"))
            .flatMap(
                setting ->
                    named(setting, HardwareGoals.Target.values(), HardwareGoals.Target::label))
            .orElse(defaults.target());
    Map<String, HardwareGoals.Folding> foldings = new LinkedHashMap<>();
    folds.forEach(setting -> fold(setting, foldings));
    HardwareGoals.Budget budget = budget(budgets);
    if (style == HardwareGoals.Style.SPATIAL) {
      warnUnused(budgets);
      warnUnused(folds);
    }
    return new HardwareGoals(style, target, clock, throughput, budget, foldings);
  }

  private void warnUnused(List<Item.Setting> given) {
    if (!given.isEmpty()) {
      Expression.Name key = given.getFirst().key();
      diagnostics.report(
          Diagnostic.warning(
                  DiagnosticCode.UNUSED,
                  key.span(),
                  Quoted.of(key.text())
                      + " has no effect in spatial style, where every neuron has its own logic")
              .withSuggestion("remove it, or choose 'style dataflow'"));
    }
  }

  /** A bound for each unit. */
  private HardwareGoals.Budget budget(List<Item.Setting> given) {
    Map<String, Long> bounds = new LinkedHashMap<>();
    for (Item.Setting setting : given) {
      String unit = setting.unit().map(Expression.Name::text).orElse("");
      if (!unit.equals(LUTS) && !unit.equals(BLOCK_RAMS)) {
        wrongUnit(setting, "what is counted", "budget 20_000 luts", "budget 50 block_rams");
        continue;
      }
      Arguments bound = settings.bind(setting, Formal.whole(0, Limits.ELEMENTS));
      if (bound.has("budget") && bounds.put(unit, bound.whole("budget", 0)) != null) {
        settings.error(
            setting.key().span(),
            "the budget of " + Quoted.of(unit) + " is set twice",
            "remove one of the two");
      }
    }
    return new HardwareGoals.Budget(bound(bounds, LUTS), bound(bounds, BLOCK_RAMS));
  }

  private static OptionalLong bound(Map<String, Long> bounds, String unit) {
    Long bound = bounds.get(unit);
    return bound == null ? OptionalLong.empty() : OptionalLong.of(bound);
  }

  /** The value that a setting names by its label. */
  private <T> Optional<T> named(Item.Setting setting, T[] values, Function<T, String> label) {
    Map<String, T> byLabel = new LinkedHashMap<>();
    for (T value : values) {
      byLabel.put(label.apply(value), value);
    }
    return settings
        .choice(setting, List.copyOf(byLabel.keySet()), List.of())
        .map(
            call -> {
              settings.arguments(call, List.of());
              return Objects.requireNonNull(byLabel.get(call.callee().text()));
            });
  }

  private Optional<HardwareGoals.Style> style(Item.Setting setting) {
    Optional<HardwareGoals.Style> style =
        named(setting, HardwareGoals.Style.values(), HardwareGoals.Style::label);
    if (style.equals(Optional.of(HardwareGoals.Style.SPATIAL))) {
      refuseTooLarge(setting.value().span());
    }
    return style;
  }

  private void refuseTooLarge(SourceSpan place) {
    nodes
        .map(SpatialSize::of)
        .filter(size -> !size.fits())
        .ifPresent(
            size ->
                diagnostics.report(
                    Diagnostic.error(DiagnosticCode.LIMIT, place, size.excess())
                        .withLabel(size.cause())
                        .withSuggestion("choose 'style dataflow'")));
  }

  private Optional<Double> clock(Item.Setting setting) {
    String unit = setting.unit().map(Expression.Name::text).orElse("");
    double scale =
        switch (unit) {
          case "Hz" -> 1;
          case "kHz" -> 1e3;
          case "MHz" -> 1e6;
          case "GHz" -> 1e9;
          default -> 0;
        };
    return scale == 0
        ? wrongUnit(setting, "a frequency", "clock 100 MHz")
        : scaled(setting, scale, 1e11 / scale);
  }

  private Optional<Double> throughput(Item.Setting setting) {
    String unit = setting.unit().map(Expression.Name::text).orElse("");
    return unit.equals("fps")
        ? scaled(setting, 1, 1e12)
        : wrongUnit(setting, "a number of frames per second", "throughput 100_000 fps");
  }

  private Optional<Double> wrongUnit(Item.Setting setting, String what, String... examples) {
    settings.evaluate(setting.value());
    if (!(setting.value() instanceof Expression.Invalid)) {
      settings.error(
          setting.unit().map(Expression.Name::span).orElse(setting.value().span()),
          Quoted.of(setting.key().text()) + " needs a unit for " + what,
          "write it as in "
              + Stream.of(examples).map(Quoted::of).collect(Collectors.joining(" or ")));
    }
    return Optional.empty();
  }

  private Optional<Double> scaled(Item.Setting setting, double scale, double max) {
    Arguments bound = settings.bind(setting, Formal.fraction(1e-6, max));
    String key = setting.key().text();
    return bound.has(key) ? Optional.of(bound.fraction(key, 0) * scale) : Optional.empty();
  }

  private void fold(Item.Setting setting, Map<String, HardwareGoals.Folding> foldings) {
    if (!(setting.value() instanceof Expression.Call)) {
      if (!(setting.value() instanceof Expression.Invalid)) {
        settings.error(
            setting.value().span(),
            "'fold' needs a layer with 'pe' and 'simd'",
            "write it as in 'fold dense1(pe = 16, simd = 8)'");
      }
      return;
    }
    Optional<Expression.Call> call = settings.choice(setting);
    if (call.isEmpty()) {
      return;
    }
    Expression.Name name = call.get().callee();
    Arguments arguments = settings.arguments(call.get(), FOLDING);
    if (nodes.isPresent()) {
      Optional<Node> node = foldable(name, nodes.get());
      if (node.isEmpty()) {
        return;
      }
      checkFits(arguments, call.get(), node.get(), nodes.get());
    }
    if (arguments.complete()) {
      HardwareGoals.Folding folding =
          new HardwareGoals.Folding(
              (int) arguments.whole("pe", 1), (int) arguments.whole("simd", 1));
      if (foldings.put(name.text(), folding) != null) {
        settings.error(
            name.span(), Quoted.of(name.text()) + " is folded twice", "remove one of the two");
      }
    }
  }

  private Optional<Node> foldable(Expression.Name name, List<Node> all) {
    List<String> names = new ArrayList<>();
    for (Node node : all) {
      if (node.layer() instanceof Layer.Dense || node.layer() instanceof Layer.Conv) {
        if (node.name().equals(name.text())) {
          return Optional.of(node);
        }
        names.add(node.name());
      }
    }
    int shown = Math.min(names.size(), 12);
    diagnostics.report(
        Diagnostic.error(
                DiagnosticCode.SETTING,
                name.span(),
                "the network has no layer " + Quoted.of(name.text()) + " with weights to fold")
            .withNote(
                "its layers with weights are "
                    + String.join(", ", names.subList(0, shown))
                    + (shown < names.size() ? ", … up to " + names.getLast() : ""))
            .withSuggestion(
                shown == names.size()
                    ? Spelling.didYouMean(name.text(), names)
                    : Optional.empty()));
    return Optional.empty();
  }

  private void checkFits(Arguments arguments, Expression.Call call, Node node, List<Node> all) {
    int neurons = node.type().shape().extents().getFirst();
    String noun = node.layer() instanceof Layer.Conv ? "channels of " : "neurons of ";
    checkFits(arguments, "pe", call, neurons, noun + node.name());
    checkFits(arguments, "simd", call, inputs(node, all), "inputs of " + node.name());
  }

  /** How many inputs a neuron has; those of a convolution lie under its window. */
  private static int inputs(Node node, List<Node> all) {
    Shape operand = all.get(node.operands().getFirst()).type().shape();
    return node.layer() instanceof Layer.Conv conv
        ? conv.window().taps() * (operand.extents().getFirst() / conv.groups())
        : operand.size();
  }

  /**
   * What does not divide is padded, which costs clocks; what is larger than the layer is refused.
   */
  private void checkFits(
      Arguments arguments, String argument, Expression.Call call, int total, String what) {
    long part = arguments.whole(argument, 1);
    SourceSpan span = arguments.span(argument, call.span());
    if (part > total) {
      settings.error(
          span,
          String.format("%s = %d is more than the %d %s", argument, part, total, what),
          "it can be 1 to " + total);
    } else if (total % part != 0) {
      long below = part;
      while (total % below != 0) {
        below--;
      }
      long above = part;
      while (total % above != 0) {
        above++;
      }
      diagnostics.report(
          Diagnostic.warning(
                  DiagnosticCode.SETTING,
                  span,
                  String.format(
                      "%s = %d does not divide the %d %s; the last group is padded",
                      argument, part, total, what))
              .withSuggestion(String.format("%d and %d divide", below, above)));
    }
  }
}
