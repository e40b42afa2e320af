package dev.signet.lang;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Computes expressions of one network: numbers to numbers, pipelines to nodes, with blocks and
 * repetitions written out. Errors give {@link Value.Unknown}, about which nothing more is reported.
 */
final class Evaluator {
  private final Map<String, Item.BlockItem> blocks;
  private final Set<String> usedBlocks;
  private final DiagnosticCollector diagnostics;
  private final LayerRules layers;
  private final Calculator calculator;

  /** Whether the text has syntax errors, so that names may be missing for no other reason. */
  private final boolean damaged;

  private final Deque<String> active = new ArrayDeque<>();
  private int depth;
  private int steps;

  Evaluator(
      Map<String, Item.BlockItem> blocks,
      Set<String> usedBlocks,
      GraphBuilder graph,
      DiagnosticCollector diagnostics,
      boolean damaged) {
    this.blocks = blocks;
    this.usedBlocks = usedBlocks;
    this.diagnostics = diagnostics;
    this.layers = new LayerRules(graph, diagnostics);
    this.calculator = new Calculator(diagnostics);
    this.damaged = damaged;
  }

  /**
   * The value of an expression.
   *
   * @throws GraphBuilder.ExpansionException when a limit is exceeded
   */
  Value evaluate(Expression expression, Scope scope) {
    step(expression.span());
    return nested(1, expression.span(), () -> value(expression, scope));
  }

  private Value value(Expression expression, Scope scope) {
    return switch (expression) {
      case Expression.IntegerLiteral literal -> new Value.Whole(literal.value());
      case Expression.RealLiteral literal -> new Value.Fraction(literal.value());
      case Expression.TextLiteral literal -> new Value.Text(literal.value());
      case Expression.TruthLiteral literal -> new Value.Truth(literal.value());
      case Expression.ListLiteral literal -> list(literal, scope);
      case Expression.Name name -> name(name, scope);
      case Expression.Call call -> head(call.callee(), call.arguments(), scope);
      case Expression.Arithmetic arithmetic -> arithmetic(arithmetic, scope);
      case Expression.Negation negation ->
          calculator.negate(evaluate(negation.operand(), scope), negation.span());
      case Expression.Pipeline pipeline -> pipeline(pipeline, scope);
      case Expression.Repeat repeat ->
          scope
              .incoming()
              .map(incoming -> repeat(repeat, incoming, scope))
              .orElseGet(
                  () -> nothingIncoming("'repeat'", "repeat(…) { … }", repeat.span(), scope));
      case Expression.Invalid _ -> new Value.Unknown();
    };
  }

  private void step(SourceSpan span) {
    steps++;
    if (steps > Limits.STEPS) {
      throw new GraphBuilder.ExpansionException(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              span,
              String.format(
                  Locale.ROOT,
                  "the network takes more than %,d steps to write out its repetitions and blocks",
                  Limits.STEPS)));
    }
  }

  private Value list(Expression.ListLiteral literal, Scope scope) {
    List<Value> elements = new ArrayList<>();
    boolean unknown = false;
    for (Expression element : literal.elements()) {
      Value value = evaluate(element, scope);
      unknown |= value instanceof Value.Unknown;
      elements.add(value);
    }
    return unknown ? new Value.Unknown() : new Value.ListOf(elements);
  }

  private Value arithmetic(Expression.Arithmetic arithmetic, Scope scope) {
    Value result = evaluate(arithmetic.first(), scope);
    for (Expression.Operation operation : arithmetic.rest()) {
      Value operand = evaluate(operation.operand(), scope);
      result = calculator.apply(result, operation, operand);
    }
    return result;
  }

  private Value name(Expression.Name name, Scope scope) {
    Optional<Value> bound = scope.use(name.text());
    if (bound.isPresent()) {
      return bound.get();
    }
    if (isApplicable(name)) {
      return head(name, List.of(), scope);
    }
    if (!damaged) {
      Collection<String> candidates = new ArrayList<>(scope.names());
      candidates.addAll(LayerKind.words());
      candidates.addAll(blocks.keySet());
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.UNKNOWN_NAME,
                  name.span(),
                  name.text().equals("in")
                      ? "'in' has a meaning only in a block or a repetition"
                      : "unknown name " + Quoted.of(name.text()))
              .withSuggestion(Spelling.didYouMean(name.text(), candidates)));
    }
    return new Value.Unknown();
  }

  private boolean isApplicable(Expression.Name name) {
    return LayerKind.of(name.text()).isPresent() || blocks.containsKey(name.text());
  }

  /**
   * A layer or block where a pipeline starts: it works on what flows in, or joins its arguments.
   */
  private Value head(Expression.Name callee, List<Expression.Argument> arguments, Scope scope) {
    Optional<LayerKind> kind = LayerKind.of(callee.text());
    if (kind.isPresent() && kind.get().joins()) {
      return join(kind.get(), callee, Optional.empty(), arguments, scope);
    }
    if (scope.incoming().isPresent()) {
      return apply(callee, arguments, scope.incoming().get(), scope);
    }
    Value unknown = apply(callee, arguments, new Value.Unknown(), scope);
    if (isApplicable(callee)) {
      String example = callee.text() + (arguments.isEmpty() ? "" : "(…)");
      nothingIncoming(Quoted.of(callee.text()), example, callee.span(), scope);
    }
    return unknown;
  }

  private Value nothingIncoming(String what, String example, SourceSpan span, Scope scope) {
    diagnostics.report(
        Diagnostic.error(DiagnosticCode.TYPE, span, what + " is not applied to anything")
            .withSuggestion(
                "start from a value, as in '"
                    + scope.inputName().orElse("image")
                    + " |> "
                    + example
                    + "'"));
    return new Value.Unknown();
  }

  private Value pipeline(Expression.Pipeline pipeline, Scope scope) {
    Value value = evaluate(pipeline.head(), scope);
    if (!(value instanceof Value.Tensor) && !(value instanceof Value.Unknown)) {
      diagnostics.report(
          Diagnostic.error(
              DiagnosticCode.TYPE,
              pipeline.head().span(),
              "a pipeline starts from the input or what is computed from it, not from "
                  + value.describe()));
      value = new Value.Unknown();
    }
    for (Expression stage : pipeline.stages()) {
      step(stage.span());
      value = stage(stage, value, scope);
    }
    return value;
  }

  private Value stage(Expression stage, Value incoming, Scope scope) {
    return switch (stage) {
      case Expression.Name name -> apply(name, List.of(), incoming, scope);
      case Expression.Call call -> apply(call.callee(), call.arguments(), incoming, scope);
      case Expression.Repeat repeat -> repeat(repeat, incoming, scope);
      case Expression.Invalid _ -> new Value.Unknown();
      case Expression.IntegerLiteral _,
          Expression.RealLiteral _,
          Expression.TextLiteral _,
          Expression.TruthLiteral _,
          Expression.ListLiteral _,
          Expression.Arithmetic _,
          Expression.Negation _,
          Expression.Pipeline _ ->
          throw new IllegalArgumentException("not a stage: " + stage);
    };
  }

  private Value apply(
      Expression.Name callee, List<Expression.Argument> arguments, Value incoming, Scope scope) {
    Optional<LayerKind> kind = LayerKind.of(callee.text());
    Item.BlockItem block = blocks.get(callee.text());
    if (kind.isPresent() && kind.get().joins()) {
      return join(kind.get(), callee, Optional.of(incoming), arguments, scope);
    }
    if (kind.isPresent()) {
      return nested(2, callee.span(), () -> layer(kind.get(), callee, arguments, incoming, scope));
    }
    if (block != null) {
      return nested(2, callee.span(), () -> block(block, callee, arguments, incoming, scope));
    }
    reportUnknownLayer(callee, scope);
    arguments.forEach(argument -> evaluate(argument.value(), scope));
    return new Value.Unknown();
  }

  private void reportUnknownLayer(Expression.Name callee, Scope scope) {
    Optional<SourceSpan> declared = scope.declaration(callee.text());
    if (declared.isPresent() || callee.text().equals("in")) {
      scope.use(callee.text());
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.UNKNOWN_LAYER,
                  callee.span(),
                  Quoted.of(callee.text()) + " is a value and cannot be applied like a layer")
              .withSuggestion("a pipeline starts with a value, and layers and blocks follow it"));
      return;
    }
    List<String> candidates = new ArrayList<>(LayerKind.words());
    candidates.addAll(blocks.keySet());
    Optional<String> guess = Spelling.didYouMean(callee.text(), candidates);
    Diagnostic unknown =
        Diagnostic.error(
                DiagnosticCode.UNKNOWN_LAYER,
                callee.span(),
                "unknown layer " + Quoted.of(callee.text()))
            .withSuggestion(guess);
    diagnostics.report(
        guess.isPresent()
            ? unknown
            : unknown.withNote("the layers are " + String.join(", ", LayerKind.words())));
  }

  private Value layer(
      LayerKind kind,
      Expression.Name callee,
      List<Expression.Argument> arguments,
      Value incoming,
      Scope scope) {
    Arguments bound = binder(scope).bind(callee, kind.formals(), arguments);
    return switch (incoming) {
      case Value.Tensor tensor -> layers.apply(new LayerCall(kind, callee, bound, List.of(tensor)));
      case Value.Unknown unknown -> unknown;
      case Value.Whole _,
          Value.Fraction _,
          Value.Text _,
          Value.Truth _,
          Value.ListOf _,
          Value.Word _ ->
          refuse(callee, Quoted.of(callee.text()) + " cannot be applied to " + incoming.describe());
    };
  }

  private Value join(
      LayerKind kind,
      Expression.Name callee,
      Optional<Value> incoming,
      List<Expression.Argument> arguments,
      Scope scope) {
    List<Value> values = new ArrayList<>();
    incoming.ifPresent(values::add);
    for (Expression.Argument argument : arguments) {
      Value value = evaluate(argument.value(), scope);
      if (argument.name().isPresent()) {
        value =
            refuse(argument.name().get(), Quoted.of(callee.text()) + " takes values without names");
      }
      values.add(value);
    }
    List<Value.Tensor> operands = new ArrayList<>();
    boolean unknown = false;
    for (Value value : values) {
      if (value instanceof Value.Tensor tensor) {
        operands.add(tensor);
      } else {
        unknown = true;
        if (!(value instanceof Value.Unknown)) {
          refuse(callee, Quoted.of(callee.text()) + " cannot join " + value.describe());
        }
      }
    }
    if (values.size() < 2) {
      return refuse(
          callee,
          Quoted.of(callee.text()) + " needs two values or more, as in " + kind.word() + "(a, b)");
    }
    Arguments none = new Arguments(Map.of(), Map.of(), true);
    return unknown
        ? new Value.Unknown()
        : layers.apply(new LayerCall(kind, callee, none, operands));
  }

  private Value repeat(Expression.Repeat repeat, Value incoming, Scope scope) {
    Value count = evaluate(repeat.count(), scope);
    if (count instanceof Value.Unknown) {
      count = new Value.Whole(1);
    }
    long times = count instanceof Value.Whole(long number) ? number : -1;
    if (times < 0 || times > Limits.NODES) {
      diagnostics.report(
          Diagnostic.error(
              DiagnosticCode.NUMBER,
              repeat.count().span(),
              "'repeat' takes a whole number from 0 to "
                  + Limits.NODES
                  + ", not "
                  + count.describe()));
      times = 1;
    }
    Value value = incoming;
    for (long time = 0; time < times; time++) {
      value = body(repeat.body(), scope.within(value), scope);
    }
    return value;
  }

  private Value block(
      Item.BlockItem block,
      Expression.Name callee,
      List<Expression.Argument> arguments,
      Value incoming,
      Scope scope) {
    usedBlocks.add(callee.text());
    if (active.contains(callee.text())) {
      arguments.forEach(argument -> evaluate(argument.value(), scope));
      List<String> chain = new ArrayList<>(active.reversed());
      chain.subList(0, chain.indexOf(callee.text())).clear();
      chain.add(callee.text());
      diagnostics.report(
          Diagnostic.error(
                  DiagnosticCode.RECURSION,
                  callee.span(),
                  "block "
                      + Quoted.of(callee.text())
                      + " uses itself: "
                      + String.join(" → ", chain))
              .withSuggestion("to apply layers several times, use 'repeat(n) { … }'"));
      return new Value.Unknown();
    }
    List<Formal> formals =
        block.parameters().stream()
            .map(p -> new Formal(p.name().text(), new Formal.Any(), p.defaultValue().isEmpty()))
            .toList();
    Arguments bound = binder(scope).bind(callee, formals, arguments);
    Scope inner = Scope.ofBlock(incoming);
    active.push(callee.text());
    try {
      for (Item.Parameter parameter : block.parameters()) {
        Value value =
            bound
                .value(parameter.name().text())
                .or(() -> parameter.defaultValue().map(given -> evaluate(given, inner)))
                .orElse(new Value.Unknown());
        inner.bind(Scope.Role.PARAMETER, parameter.name(), value);
      }
      Value result = body(block.body(), inner, inner);
      if (diagnostics.errorCount() == 0) {
        inner.warnOfUnused(Scope.Role.PARAMETER, diagnostics);
      }
      return result;
    } finally {
      active.pop();
    }
  }

  /** A body whose names may not repeat those of the scope around it. */
  private Value body(Expression.Body body, Scope inner, Scope around) {
    for (Item.Let let : body.lets()) {
      Value value = evaluate(let.value(), inner);
      if (isFree(let.name(), inner, around)) {
        inner.bind(Scope.Role.LET, let.name(), value);
      }
    }
    Value result = evaluate(body.result(), inner);
    if (diagnostics.errorCount() == 0) {
      inner.warnOfUnused(Scope.Role.LET, diagnostics);
    }
    return result;
  }

  private boolean isFree(Expression.Name name, Scope inner, Scope around) {
    return NameRules.isFree(
        name,
        inner.declaration(name.text()).or(() -> around.declaration(name.text())),
        blocks,
        diagnostics);
  }

  /** Runs further in. */
  private Value nested(int cost, SourceSpan span, Supplier<Value> action) {
    if (depth + cost > Limits.EVALUATION_DEPTH) {
      throw new GraphBuilder.ExpansionException(
          Diagnostic.error(
              DiagnosticCode.LIMIT,
              span,
              "blocks and expressions are nested too deep; with every block written out, about "
                  + Limits.NESTING
                  + " levels are accepted"));
    }
    depth += cost;
    try {
      return action.get();
    } finally {
      depth -= cost;
    }
  }

  /** A binder that evaluates arguments in a scope. */
  ArgumentBinder binder(Scope scope) {
    return new ArgumentBinder(
        diagnostics,
        argument -> evaluate(argument, scope),
        name -> scope.declaration(name).isPresent());
  }

  private Value refuse(Expression.Name at, String message) {
    diagnostics.report(Diagnostic.error(DiagnosticCode.TYPE, at.span(), message));
    return new Value.Unknown();
  }
}
