package dev.signet.verilog;

import dev.signet.rtl.Expression;
import dev.signet.rtl.PopcountTree;
import dev.signet.rtl.PopcountTree.Node;
import dev.signet.rtl.PopcountTree.Term;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lays a popcount tree out as a function. */
final class PopcountEmitter {
  private final Templates templates;
  private final ExpressionRenderer expressions;
  private final String bits;
  private final String prefix;
  private final String dropped;

  /**
   * An emitter for the functions of one module.
   *
   * @param bits the name of a function's argument
   * @param prefix how the names of sums start
   * @param dropped the name of a bit that is thrown away; none of these hides a name of the module
   */
  PopcountEmitter(Templates templates, String bits, String prefix, String dropped) {
    this.templates = templates;
    this.bits = bits;
    this.prefix = prefix;
    this.dropped = dropped;
    this.expressions = new ExpressionRenderer(templates, Map.of());
  }

  /**
   * One adder, as the template sees it.
   *
   * @param range its width as Verilog writes it
   * @param target what takes the sum
   * @param terms what it adds, of equal widths
   */
  record Sum(String range, String name, String target, List<String> terms) {}

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
            "dropped",
            tree.nodes().stream().anyMatch(Node::hasCarryIn) ? List.of(dropped) : List.of(),
            "countRange",
            ModuleEmitter.range(templates, Expression.bitsFor(n)),
            "sums",
            tree.nodes().stream().map(node -> sum(tree, node)).toList(),
            "root",
            name(root.low(), root.high())));
  }

  private Sum sum(PopcountTree tree, Node node) {
    int width = node.width();
    String name = name(node.low(), node.high());
    String range = ModuleEmitter.range(templates, width);
    List<Term> terms = node.terms();
    if (!node.hasCarryIn()) {
      return new Sum(
          range, name, name, terms.stream().map(term -> concat(parts(tree, term, width))).toList());
    }
    // One bit below: 1 plus the carry bit carries into the sum exactly when that bit is 1.
    List<String> left = parts(tree, terms.get(0), width);
    left.add(expressions.constant(1, BigInteger.ONE));
    List<String> right = parts(tree, terms.get(1), width);
    right.add(text(tree, terms.get(2)));
    return new Sum(
        range, name, concat(List.of(name, dropped)), List.of(concat(left), concat(right)));
  }

  /** Zeros up to the width, and the term. */
  private List<String> parts(PopcountTree tree, Term term, int width) {
    List<String> parts = new ArrayList<>();
    if (term.width() < width) {
      parts.add(expressions.constant(width - term.width(), BigInteger.ZERO));
    }
    parts.add(text(tree, term));
    return parts;
  }

  private String text(PopcountTree tree, Term term) {
    if (!term.isBit()) {
      return name(term.low(), term.high());
    }
    return tree.bits() == 1
        ? bits
        : templates.render("bit", Map.of("signal", bits, "index", term.low()));
  }

  private String concat(List<String> parts) {
    return parts.size() == 1
        ? parts.getFirst()
        : templates.render("concat", Map.of("parts", parts));
  }

  private String name(int low, int high) {
    return prefix + "_" + low + "_" + high;
  }
}
