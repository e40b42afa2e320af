package dev.signet.lang;

import dev.signet.network.Element;
import dev.signet.network.Layer;
import dev.signet.network.Node;
import dev.signet.network.Shape;
import dev.signet.network.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks one network: its parameters, its members in order, and that they make a whole. */
final class NetworkChecker {
  private final Item.NetworkItem item;
  private final Map<String, Item.BlockItem> blocks;
  private final Map<String, Long> overrides;
  private final DiagnosticCollector diagnostics;
  private final boolean damaged;
  private final GraphBuilder graph = new GraphBuilder();
  private final Evaluator evaluator;
  private final Scope parameters = Scope.outermost();
  private final Scope scope = parameters.inner();

  private Optional<Item.Input> input = Optional.empty();
  private Optional<TensorType> inputType = Optional.empty();
  private Optional<Item.Output> output = Optional.empty();
  private Value result = new Value.Unknown();

  NetworkChecker(
      Item.NetworkItem item,
      Map<String, Item.BlockItem> blocks,
      Map<String, Long> overrides,
      Set<String> usedBlocks,
      DiagnosticCollector diagnostics,
      boolean damaged) {
    this.item = item;
    this.blocks = blocks;
    this.overrides = overrides;
    this.diagnostics = diagnostics;
    this.damaged = damaged;
    this.evaluator = new Evaluator(blocks, usedBlocks, graph, diagnostics, damaged);
  }

  /**
   * The graph of a network without errors.
   *
   * @param nodes its nodes
   * @param outputName the name of its output
   */
  record Checked(List<Node> nodes, String outputName) {}

  /** The graph; empty when there were errors, which have been reported. */
  Optional<Checked> check() {
    int errorsBefore = diagnostics.errorCount();
    bindParameters();
    try {
      for (Item.Member member : item.members()) {
        switch (member) {
          case Item.Input declared -> bindInput(declared);
          case Item.Let let -> bindLet(let);
          case Item.Output declared -> bindOutput(declared);
        }
      }
      if (diagnostics.errorCount() == 0) {
        scope.warnOfUnused(Scope.Role.LET, diagnostics);
      }
      checkWhole();
    } catch (GraphBuilder.ExpansionException limit) {
      diagnostics.report(limit.diagnostic());
    }
    return diagnostics.errorCount() == errorsBefore
            && output.isPresent()
            && result instanceof Value.Tensor tensor
        ? Optional.of(new Checked(graph.nodes(tensor), output.get().name().text()))
        : Optional.empty();
  }

  /** The parameters alone, for the sections that speak of this network. */
  Scope parameters() {
    return parameters;
  }

  /** The type of the input; empty where there is none that is right. */
  Optional<TensorType> inputType() {
    return inputType;
  }

  /** Evaluates what sections say. */
  Evaluator evaluator() {
    return evaluator;
  }

  private void bindParameters() {
    Set<String> seen = new HashSet<>();
    for (Item.Parameter parameter : item.parameters()) {
      Expression.Name name = parameter.name();
      Optional<SourceSpan> earlier =
          seen.add(name.text()) ? Optional.empty() : scope.declaration(name.text());
      Value value = parameterValue(parameter);
      if (NameRules.isFree(name, earlier, blocks, diagnostics)) {
        parameters.bind(Scope.Role.PARAMETER, name, value);
      }
    }
  }

  private Value parameterValue(Item.Parameter parameter) {
    Optional<Value> standard =
        parameter
            .defaultValue()
            .map(
                expression -> {
                  try {
                    return evaluator.evaluate(expression, parameters);
                  } catch (GraphBuilder.ExpansionException limit) {
                    diagnostics.report(limit.diagnostic());
                    return new Value.Unknown();
                  }
                });
    Long override = overrides.get(parameter.name().text());
    if (override != null) {
      return new Value.Whole(override);
    }
    if (standard.isEmpty()) {
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.ARGUMENT,
                  parameter.span(),
                  "parameter " + Quoted.of(parameter.name().text()) + " has no value")
              .withSuggestion(
                  "give it a default, as in '"
                      + parameter.name().text()
                      + " = 64', or a value from outside"));
    }
    return standard.orElse(new Value.Unknown());
  }

  private void bindInput(Item.Input declared) {
    if (input.isPresent()) {
      refuseSecond("input", declared.name());
      scope.bind(Scope.Role.INPUT, declared.name(), new Value.Unknown());
      return;
    }
    input = Optional.of(declared);
    inputType = typeOf(declared.type());
    Value value =
        inputType.isPresent() ? graph.input(declared.name(), inputType.get()) : new Value.Unknown();
    if (NameRules.isNodeName(declared.name().text())) {
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.NAME_TAKEN,
                  declared.name().span(),
                  Quoted.of(declared.name().text()) + " is the name that a layer gets")
              .withSuggestion("choose another name, such as 'image'"));
    }
    if (isFree(declared.name())) {
      scope.bind(Scope.Role.INPUT, declared.name(), value);
    }
  }

  private void refuseSecond(String what, Expression.Name name) {
    if (!damaged) {
      diagnostics.report(
          Diagnostic.notYet(
              name.span(), "a second " + what + " of network " + Quoted.of(item.name().text())));
    }
  }

  private boolean isFree(Expression.Name name) {
    return NameRules.isFree(name, scope.declaration(name.text()), blocks, diagnostics);
  }

  private Optional<TensorType> typeOf(Item.TypeName type) {
    List<Long> extents = new ArrayList<>();
    boolean known = true;
    for (Expression extent : type.extents()) {
      Value value = evaluator.evaluate(extent, scope);
      if (value instanceof Value.Whole(long size) && size >= 1) {
        extents.add(size);
      } else {
        known = false;
        if (!(value instanceof Value.Unknown)) {
          diagnostics.report(
              Diagnostic.error(
                  DiagnosticCode.NUMBER,
                  extent.span(),
                  "an extent must be a whole number of at least 1, not " + value.describe()));
        }
      }
    }
    Optional<Element> element = element(type.element());
    if (!known || element.isEmpty()) {
      return Optional.empty();
    }
    Optional<Shape> shape = extents.size() <= Limits.RANK ? Types.shape(extents) : Optional.empty();
    if (shape.isEmpty()) {
      diagnostics.report(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              type.span(),
              String.format(
                  Locale.ROOT,
                  "the input is too large; a value has at most %,d elements (2^24) in %d extents",
                  Limits.ELEMENTS,
                  Limits.RANK)));
    }
    return shape.map(s -> new TensorType(element.get(), s));
  }

  private Optional<Element> element(Expression.Name name) {
    return switch (name.text()) {
      case "u8" -> Optional.of(new Element.UnsignedByte());
      case "bit" -> Optional.of(new Element.Bit());
      case "" -> Optional.empty();
      case "int", "real" -> {
        diagnostics.report(
            Diagnostic.notYet(name.span(), "an input of type '" + name.text() + "'")
                .withSuggestion("use bytes, as in 'u8[1, 28, 28]', or bits, as in 'bit[784]'"));
        yield Optional.empty();
      }
      default -> {
        diagnostics.report(
            Diagnostic.error(
                    DiagnosticCode.TYPE, name.span(), "unknown type " + Quoted.of(name.text()))
                .withSuggestion("use bytes, as in 'u8[1, 28, 28]', or bits, as in 'bit[784]'"));
        yield Optional.empty();
      }
    };
  }

  private void bindLet(Item.Let let) {
    Value value = evaluator.evaluate(let.value(), scope);
    if (isFree(let.name())) {
      scope.bind(Scope.Role.LET, let.name(), value);
    }
  }

  private void bindOutput(Item.Output declared) {
    Value value = evaluator.evaluate(declared.value(), scope);
    if (output.isPresent()) {
      refuseSecond("output", declared.name());
      return;
    }
    if (scope.declaration(declared.name().text()).isPresent()) {
      isFree(declared.name());
    }
    output = Optional.of(declared);
    result = value;
  }

  private void checkWhole() {
    String name = Quoted.of(item.name().text());
    if (damaged) {
      return;
    }
    if (input.isEmpty()) {
      structure(
          item.name().span(),
          "network " + name + " has no input",
          "add 'input image: u8[1, 28, 28]' or the like");
    }
    if (output.isEmpty()) {
      structure(
          item.name().span(),
          "network " + name + " has no output",
          "add 'output digit = … |> argmax' or the like");
      return;
    }
    SourceSpan place = output.get().value().span();
    switch (result) {
      case Value.Unknown _ -> {}
      case Value.Tensor tensor -> {
        Layer last = graph.layer(tensor);
        if (!(last instanceof Layer.Argmax) && !(last instanceof Layer.Scores)) {
          structure(
              place,
              "the output must end in 'argmax' or 'scores', but is " + tensor.type(),
              "add '|> argmax' at its end");
        }
      }
      case Value.Whole _,
          Value.Fraction _,
          Value.Text _,
          Value.Truth _,
          Value.ListOf _,
          Value.Word _ ->
          structure(
              place,
              "the output must be computed from the input, but is " + result.describe(),
              "write it as a pipeline from the input to 'argmax'");
    }
  }

  private void structure(SourceSpan place, String message, String suggestion) {
    diagnostics.report(
        Diagnostic.error(DiagnosticCode.STRUCTURE, place, message).withSuggestion(suggestion));
  }
}
