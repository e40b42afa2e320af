package dev.signet.lang;

import dev.signet.network.Node;
import dev.signet.network.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Evaluates pipelines on an input {@code x}, by the rules of their layers, whether networks may
 * have these layers yet or not.
 *
 * @param nodes of the last pipeline; empty where it was refused
 * @param messages what was reported, but for layers that are not supported yet
 */
record Pipelines(List<Node> nodes, List<String> messages) {

  /**
   * @param type of the input
   * @param lets {@code let a = … let b = …}; what is asked for is the last
   */
  static Pipelines evaluate(TensorType type, String lets) {
    DiagnosticCollector diagnostics = new DiagnosticCollector();
    GraphBuilder graph = new GraphBuilder();
    Evaluator evaluator = new Evaluator(Map.of(), new HashSet<>(), graph, diagnostics, false);
    Item.NetworkItem network = parse("network n { " + lets + " }", diagnostics);
    Scope scope = Scope.outermost();
    Expression.Name x = new Expression.Name("x", new SourceSpan(0, 1));
    scope.bind(Scope.Role.INPUT, x, graph.input(x, type));
    Value last = new Value.Unknown();
    for (Item.Member member : network.members()) {
      Item.Let let = (Item.Let) member;
      last = evaluator.evaluate(let.value(), scope);
      scope.bind(Scope.Role.LET, let.name(), last);
    }
    return new Pipelines(
        last instanceof Value.Tensor tensor ? graph.nodes(tensor) : List.of(),
        diagnostics.inOrder().stream()
            .map(Diagnostic::message)
            .filter(message -> !message.matches("layer '\\w+' is not supported yet"))
            .toList());
  }

  private static Item.NetworkItem parse(String text, DiagnosticCollector diagnostics) {
    return (Item.NetworkItem)
        SyntaxParser.parse(SourceText.of("a.bnn", text), diagnostics).items().getFirst();
  }

  /** The last node. */
  Node last() {
    return nodes.getLast();
  }
}
