package dev.signet.lang;

import dev.signet.network.HardwareGoals;
import dev.signet.network.Network;
import dev.signet.network.Node;
import dev.signet.network.TrainingRecipe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Gives a syntax tree its meaning: networks with their sections, and what is wrong with them. */
final class Checker {
  private final SourceText source;
  private final boolean damaged;
  private final Map<String, Long> overrides;
  private final DiagnosticCollector diagnostics;

  private final Map<String, Item.NetworkItem> networks = new LinkedHashMap<>();
  private final Map<String, Item.BlockItem> blocks = new LinkedHashMap<>();
  private final Set<String> usedBlocks = new HashSet<>();
  private final Map<String, Item.TrainItem> trains = new LinkedHashMap<>();
  private final Map<String, Item.HardwareItem> hardwares = new LinkedHashMap<>();

  Checker(
      SourceText source,
      boolean damaged,
      Map<String, Long> overrides,
      DiagnosticCollector diagnostics) {
    this.source = source;
    this.damaged = damaged;
    this.overrides = overrides;
    this.diagnostics = diagnostics;
  }

  /** The networks without errors, in order. */
  List<Network> check(List<Item> items) {
    for (Item item : items) {
      switch (item) {
        case Item.NetworkItem network -> declare("network", networks, network);
        case Item.BlockItem block -> declareBlock(block);
        case Item.TrainItem train -> declare("train section for", trains, train);
        case Item.HardwareItem hardware -> declare("hardware section for", hardwares, hardware);
      }
    }
    if (networks.isEmpty() && !damaged) {
      int end = source.text().length();
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.STRUCTURE,
                  new SourceSpan(end, end),
                  "the source describes no network")
              .withSuggestion("start with 'network NAME { … }'"));
    }
    trains.values().forEach(this::checkTarget);
    hardwares.values().forEach(this::checkTarget);
    checkOverrides();
    List<Network> checked = new ArrayList<>();
    for (Item.NetworkItem network : networks.values()) {
      check(network).ifPresent(checked::add);
    }
    if (diagnostics.errorCount() == 0) {
      warnOfUnusedBlocks();
    }
    return damaged ? List.of() : checked;
  }

  private void warnOfUnusedBlocks() {
    blocks.forEach(
        (name, block) -> {
          if (!usedBlocks.contains(name)) {
            diagnostics.report(
                Diagnostic.warning(
                    DiagnosticCode.UNUSED,
                    block.name().span(),
                    "block " + Quoted.of(name) + " is never used, and so not checked"));
          }
        });
  }

  private <T extends Item> void declare(String what, Map<String, T> declared, T item) {
    T earlier = declared.putIfAbsent(item.name().text(), item);
    if (earlier != null) {
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.NAME_TAKEN,
                  item.name().span(),
                  "there is a " + what + " " + Quoted.of(item.name().text()) + " already")
              .withNote("the first is at " + source.place(earlier.name().span())));
    }
  }

  private void declareBlock(Item.BlockItem block) {
    if (NameRules.isFree(block.name(), Optional.empty(), Map.of(), diagnostics)) {
      declare("block", blocks, block);
    }
    Map<String, SourceSpan> seen = new LinkedHashMap<>();
    for (Item.Parameter parameter : block.parameters()) {
      NameRules.isFree(
          parameter.name(),
          Optional.ofNullable(seen.put(parameter.name().text(), parameter.span())),
          blocks,
          diagnostics);
    }
  }

  private void checkTarget(Item section) {
    if (!networks.containsKey(section.name().text()) && !damaged) {
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.UNKNOWN_NAME,
                  section.name().span(),
                  "there is no network " + Quoted.of(section.name().text()))
              .withNote("the networks are " + String.join(", ", networks.keySet()))
              .withSuggestion(Spelling.didYouMean(section.name().text(), networks.keySet())));
    }
  }

  private void checkOverrides() {
    List<String> known = new ArrayList<>();
    for (Item.NetworkItem network : networks.values()) {
      network.parameters().forEach(parameter -> known.add(parameter.name().text()));
    }
    for (String name : overrides.keySet()) {
      if (!known.contains(name) && !networks.isEmpty() && !damaged) {
        Expression.Name first = networks.values().iterator().next().name();
        diagnostics.report(
            Diagnostic.error(
                    DiagnosticCode.ARGUMENT,
                    first.span(),
                    "no network here has a parameter " + Quoted.of(name) + " to set")
                .withNote(
                    known.isEmpty()
                        ? "it has none"
                        : "the parameters are " + String.join(", ", known))
                .withSuggestion(Spelling.didYouMean(name, known)));
      }
    }
  }

  private Optional<Network> check(Item.NetworkItem item) {
    String name = item.name().text();
    int errorsBefore = diagnostics.errorCount();
    NetworkChecker checker =
        new NetworkChecker(item, blocks, overrides, usedBlocks, diagnostics, damaged);
    Optional<NetworkChecker.Checked> graph = checker.check();
    Item.TrainItem train = trains.get(name);
    TrainingRecipe recipe =
        train == null
            ? TrainingRecipe.defaults()
            : limited(
                () ->
                    new TrainChecker(settings("train", checker), checker.inputType()).check(train),
                TrainingRecipe.defaults());
    Item.HardwareItem hardware = hardwares.get(name);
    Optional<List<Node>> nodes = graph.map(NetworkChecker.Checked::nodes);
    HardwareGoals goals =
        hardware == null
            ? HardwareGoals.defaults()
            : limited(
                () ->
                    new HardwareChecker(settings("hardware", checker), diagnostics, nodes)
                        .check(hardware),
                HardwareGoals.defaults());
    if (diagnostics.errorCount() > errorsBefore) {
      return Optional.empty();
    }
    checker.parameters().warnOfUnused(Scope.Role.PARAMETER, diagnostics);
    return graph.map(
        checked -> new Network(name, checked.nodes(), checked.outputName(), recipe, goals));
  }

  private <T> T limited(Supplier<T> section, T otherwise) {
    try {
      return section.get();
    } catch (GraphBuilder.ExpansionException limit) {
      diagnostics.report(limit.diagnostic());
      return otherwise;
    }
  }

  private Settings settings(String section, NetworkChecker checker) {
    return new Settings(section, checker.evaluator(), checker.parameters(), diagnostics);
  }
}
