package dev.signet.lang;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Shows diagnostics to people, with the place underlined in its line, and to tools, as JSON. */
public final class DiagnosticRenderer {

  /** Longest piece of a source line that is shown, in characters. */
  private static final int SHOWN = 120;

  private final SourceText source;

  /**
   * @param source the text the diagnostics are about
   */
  public DiagnosticRenderer(SourceText source) {
    this.source = source;
  }

  /** All of them for people, a blank line between them and a line that counts them at the end. */
  public String render(List<Diagnostic> diagnostics) {
    StringBuilder text = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      text.append(render(diagnostic)).append('\n');
    }
    long errors = diagnostics.stream().filter(Diagnostic::isError).count();
    long warnings = diagnostics.size() - errors;
    if (errors > 0) {
      text.append(count(errors, "error")).append(warnings > 0 ? ", " : "");
    }
    if (warnings > 0) {
      text.append(count(warnings, "warning"));
    }
    return diagnostics.isEmpty() ? "" : text.append('\n').toString();
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /**
   * One of them for people:
   *
   * <pre>
   * tfc.bnn:4:21: error: unknown layer 'dens'; did you mean 'dense'?
   *   4 |   output y = x |&gt; dens(10)
   *     |                   ^^^^
   * </pre>
   */
  public String render(Diagnostic diagnostic) {
    int line = source.line(diagnostic.span().start());
    StringBuilder text = new StringBuilder();
    text.append(source.name())
        .append(':')
        .append(line)
        .append(':')
        .append(source.column(diagnostic.span().start()))
        .append(": ")
        .append(severity(diagnostic))
        .append(": ")
        .append(diagnostic.message());
    boolean question = diagnostic.suggestion().filter(s -> s.endsWith("?")).isPresent();
    if (question) {
      text.append("; ").append(diagnostic.suggestion().orElseThrow());
    }
    text.append('\n');
    String margin = " ".repeat(String.valueOf(line).length() + 2);
    if (!source.text().isEmpty()) {
      appendExcerpt(text, diagnostic, line, margin);
    }
    for (String note : diagnostic.notes()) {
      text.append(margin).append(" = note: ").append(note).append('\n');
    }
    if (!question && diagnostic.suggestion().isPresent()) {
      text.append(margin).append(" = help: ").append(diagnostic.suggestion().get()).append('\n');
    }
    return text.toString();
  }

  private void appendExcerpt(StringBuilder text, Diagnostic diagnostic, int line, String margin) {
    String content = source.lineText(line);
    int from = Math.min(diagnostic.span().start() - source.lineStart(line), content.length());
    int to = Math.min(diagnostic.span().end() - source.lineStart(line), content.length());
    int first = content.length() <= SHOWN ? 0 : wholeCharacter(content, Math.max(0, from - 60));
    int last = wholeCharacter(content, Math.min(content.length(), first + SHOWN));
    String before = first > 0 ? "…" : "";
    String after = last < content.length() ? "…" : "";
    String shown = before + content.substring(first, last) + after;
    text.append(("  " + line + " | " + printable(shown)).stripTrailing());
    text.append('\n').append(margin).append(" | ");
    text.append(blanks(before + content.substring(first, from)));
    int underlined = content.codePointCount(from, Math.clamp(to, from, Math.max(from, last)));
    text.append("^".repeat(Math.max(1, underlined)));
    if (!diagnostic.label().isEmpty()) {
      text.append(' ').append(diagnostic.label());
    }
    text.append('\n');
  }

  private static int wholeCharacter(String content, int index) {
    boolean inside = index < content.length() && Character.isLowSurrogate(content.charAt(index));
    return inside ? index - 1 : index;
  }

  /** Keeps a terminal from obeying what the source holds. */
  private static String printable(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .map(c -> c != '\t' && (Character.isISOControl(c) || isFormatting(c)) ? '\uFFFD' : c)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isFormatting(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.FORMAT || type == Character.SURROGATE;
  }

  /** As wide as the text; a tab stays a tab, so that it is as wide as the one above it. */
  private static String blanks(String text) {
    StringBuilder blanks = new StringBuilder();
    text.codePoints().forEach(c -> blanks.append(c == '\t' ? '\t' : ' '));
    return blanks.toString();
  }

  private static String severity(Diagnostic diagnostic) {
    return diagnostic.severity().name().toLowerCase(Locale.ROOT);
  }

  /**
   * All of them for tools: an array of objects with {@code severity}, {@code code}, {@code file},
   * {@code line}, {@code column}, {@code endLine}, {@code endColumn} (counted from 1, the end
   * exclusive), {@code message}, {@code label}, {@code notes}, and {@code suggestion} where there
   * is one.
   */
  public ArrayNode toJson(List<Diagnostic> diagnostics) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Diagnostic diagnostic : diagnostics) {
      SourceSpan span = diagnostic.span();
      ObjectNode object = array.addObject();
      object.put("severity", severity(diagnostic));
      object.put("code", diagnostic.code().id());
      object.put("file", source.name());
      object.put("line", source.line(span.start()));
      object.put("column", source.column(span.start()));
      object.put("endLine", source.line(span.end()));
      object.put("endColumn", source.column(span.end()));
      object.put("message", diagnostic.message());
      object.put("label", diagnostic.label());
      ArrayNode notes = object.putArray("notes");
      diagnostic.notes().forEach(notes::add);
      diagnostic.suggestion().ifPresent(suggestion -> object.put("suggestion", suggestion));
    }
    return array;
  }
}
