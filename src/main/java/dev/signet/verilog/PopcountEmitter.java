package dev.signet.verilog;

import dev.signet.rtl.Expression;
import dev.signet.verilog.PopcountTree.Node;
import dev.signet.verilog.PopcountTree.Term;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Lays a popcount tree out as a function. */
final class PopcountEmitter {
  private final Templates templates;
  private final ExpressionRenderer expressions;
  private final String bits;
  private final String prefix;

  /**
   * An emitter for the functions of one module.
   *
   * @param bits the name of a function's argument
   * @param prefix how the names of sums start; neither hides a name of the module
   */
  PopcountEmitter(Templates templates, String bits, String prefix) {
    this.templates = templates;
    this.bits = bits;
    this.prefix = prefix;
    this.expressions = new ExpressionRenderer(templates, Map.of());
  }

  /**
   * One adder, as the template sees it.
   *
   * @param range its width as Verilog writes it
   * @param terms what it adds, of equal widths
   */
  record Sum(String range, String name, List<String> terms) {}

  String emit(String functionName, PopcountTree tree) {
    int n = tree.bits();
    Node root = tree.nodes().getLast();
    return templates.render(
        "popcountFunction",
        Map.of(
            "name",
            functionName,
            "size",
            n == 1 ? "one bit" : n + " bits",
            "range",
            ModuleEmitter.range(templates, n),
            "bits",
            bits,
            "prefix",
            prefix,
            "countRange",
            ModuleEmitter.range(templates, Expression.bitsFor(n)),
            "sums",
            tree.nodes().stream().map(node -> sum(tree, node)).toList(),
            "root",
            name(root.low(), root.high())));
  }

  private Sum sum(PopcountTree tree, Node node) {
    return new Sum(
        ModuleEmitter.range(templates, node.width()),
        name(node.low(), node.high()),
        node.terms().stream().map(term -> term(tree, term, node.width())).toList());
  }

  private String term(PopcountTree tree, Term term, int width) {
    String text;
    if (!term.isBit()) {
      text = name(term.low(), term.high());
    } else if (tree.bits() == 1) {
      text = bits;
    } else {
      text = templates.render("bit", Map.of("signal", bits, "index", term.low()));
    }
    if (term.width() == width) {
      return text;
    }
    String zeros = expressions.constant(width - term.width(), BigInteger.ZERO);
    return templates.render("concat", Map.of("parts", List.of(zeros, text)));
  }

  private String name(int low, int high) {
    return prefix + "_" + low + "_" + high;
  }
}
