package dev.signet.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FormatterProperties {

  private static String format(String text) {
    Formatter.Formatted formatted = Formatter.format(SourceText.of("a.bnn", text));
    assertThat(formatted.diagnostics()).isEmpty();
    return formatted.text().orElseThrow();
  }

  private static String tree(String text) {
    DiagnosticCollector diagnostics = new DiagnosticCollector();
    SyntaxParser.Parsed parsed = SyntaxParser.parse(SourceText.of("a.bnn", text), diagnostics);
    assertThat(parsed.damaged()).isFalse();
    return withoutSpans(parsed.items());
  }

  private static List<String> comments(String text) {
    SyntaxParser.Parsed parsed =
        SyntaxParser.parse(SourceText.of("a.bnn", text), new DiagnosticCollector());
    return parsed.lexemes().stream()
        .filter(lexeme -> lexeme.kind() == Lexeme.Kind.COMMENT)
        .map(lexeme -> lexeme.text().stripTrailing())
        .toList();
  }

  /** The records of a syntax tree as text, but for their places. */
  private static String withoutSpans(Object value) {
    return switch (value) {
      case List<?> list -> list.stream().map(FormatterProperties::withoutSpans).toList().toString();
      case Optional<?> optional -> optional.map(FormatterProperties::withoutSpans).orElse("none");
      case Record node -> {
        List<String> parts = new ArrayList<>();
        for (RecordComponent component : node.getClass().getRecordComponents()) {
          if (component.getType() != SourceSpan.class) {
            parts.add(withoutSpans(part(node, component)));
          }
        }
        yield node.getClass().getSimpleName() + parts;
      }
      default -> value.toString();
    };
  }

  private static Object part(Record node, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(node);
    } catch (ReflectiveOperationException failure) {
      throw new LinkageError(component.toString(), failure);
    }
  }

  @Property(tries = 500)
  void formattingAFormattedTextChangesNothing(@ForAll long seed) {
    String once = format(new RandomSource(new Random(seed)).text());

    assertThat(format(once)).isEqualTo(once);
  }

  @Property(tries = 300)
  void formattingKeepsTheSyntaxTree(@ForAll long seed) {
    String text = new RandomSource(new Random(seed)).text();

    assertThat(tree(format(text))).isEqualTo(tree(text));
  }

  @Property(tries = 300)
  void formattingKeepsEveryCommentInOrder(@ForAll long seed) {
    String text = new RandomSource(new Random(seed)).text();

    assertThat(comments(format(text))).isEqualTo(comments(text));
  }

  @Property(tries = 200)
  void layoutOfTheSourceDoesNotMatter(@ForAll long seed) {
    RandomSource source = new RandomSource(new Random(seed)).withoutComments();

    String words = String.join(" ", source.words());
    String lines = String.join("\n", source.words());

    assertThat(format(lines)).isEqualTo(format(words));
  }

  @Property(tries = 200)
  void linesThatCanBeBrokenKeepToTheWidth(@ForAll long seed) {
    String text = format(new RandomSource(new Random(seed)).withoutComments().text());

    assertThat(text.lines().filter(line -> line.length() > 100))
        .allMatch(line -> !line.strip().contains(" |> "));
    assertThat(text.lines()).allMatch(line -> line.equals(line.stripTrailing()));
    assertThat(text).doesNotContain("\n\n\n").endsWith("}\n");
  }
}
