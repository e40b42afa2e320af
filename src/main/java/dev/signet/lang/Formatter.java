package dev.signet.lang;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lays a text out in its one canonical way: two spaces a level, one statement a line, settings of a
 * section in columns, pipelines broken before each {@code |>} where they are longer than 100
 * columns. Comments stay where they are, and of several empty lines one stays. Formatting a
 * formatted text changes nothing.
 */
public final class Formatter {
  private Formatter() {}

  /**
   * What became of a text.
   *
   * @param text the formatted text; empty when the text has syntax errors
   * @param diagnostics the syntax errors
   */
  public record Formatted(Optional<String> text, List<Diagnostic> diagnostics) {
    public Formatted {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** Formats a text, or says why it cannot be read. Names and types are not checked. */
  public static Formatted format(SourceText source) {
    if (source.defect().isPresent()) {
      return new Formatted(Optional.empty(), source.defects());
    }
    DiagnosticCollector diagnostics = new DiagnosticCollector();
    SyntaxParser.Parsed parsed = SyntaxParser.parse(source, diagnostics);
    if (parsed.damaged()) {
      return new Formatted(Optional.empty(), diagnostics.inOrder());
    }
    Set<Integer> starts = new HashSet<>();
    parsed.items().forEach(item -> addStarts(item, starts));
    Layout layout = new LayoutBuilder(source.text(), parsed.lexemes(), starts).file();
    return new Formatted(Optional.of(LayoutPrinter.print(layout)), List.of());
  }

  /** The offsets where statements start, at any level. */
  private static void addStarts(Item item, Set<Integer> starts) {
    starts.add(item.span().start());
    switch (item) {
      case Item.NetworkItem network ->
          network
              .members()
              .forEach(
                  member -> {
                    starts.add(member.span().start());
                    switch (member) {
                      case Item.Let let -> addStarts(let.value(), starts);
                      case Item.Output output -> addStarts(output.value(), starts);
                      case Item.Input _ -> {}
                    }
                  });
      case Item.BlockItem block -> addStarts(block.body(), starts);
      case Item.TrainItem train -> addSettings(train.settings(), starts);
      case Item.HardwareItem hardware -> addSettings(hardware.settings(), starts);
    }
  }

  private static void addSettings(List<Item.Setting> settings, Set<Integer> starts) {
    for (Item.Setting setting : settings) {
      starts.add(setting.span().start());
      addStarts(setting.value(), starts);
    }
  }

  private static void addStarts(Expression.Body body, Set<Integer> starts) {
    for (Item.Let let : body.lets()) {
      starts.add(let.span().start());
      addStarts(let.value(), starts);
    }
    starts.add(body.result().span().start());
    addStarts(body.result(), starts);
  }

  private static void addStarts(Expression expression, Set<Integer> starts) {
    switch (expression) {
      case Expression.Repeat repeat -> addStarts(repeat.body(), starts);
      case Expression.Pipeline pipeline -> {
        addStarts(pipeline.head(), starts);
        pipeline.stages().forEach(stage -> addStarts(stage, starts));
      }
      case Expression.Call call ->
          call.arguments().forEach(argument -> addStarts(argument.value(), starts));
      case Expression.Arithmetic arithmetic -> {
        addStarts(arithmetic.first(), starts);
        arithmetic.rest().forEach(operation -> addStarts(operation.operand(), starts));
      }
      case Expression.Negation negation -> addStarts(negation.operand(), starts);
      case Expression.ListLiteral list ->
          list.elements().forEach(element -> addStarts(element, starts));
      case Expression.IntegerLiteral _,
          Expression.RealLiteral _,
          Expression.TextLiteral _,
          Expression.TruthLiteral _,
          Expression.Name _,
          Expression.Invalid _ -> {}
    }
  }
}
