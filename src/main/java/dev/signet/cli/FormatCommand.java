package dev.signet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.data.TextFile;
import dev.signet.lang.Compilation;
import dev.signet.lang.Formatter;
import dev.signet.lang.SourceText;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signet fmt}: brings a text into its canonical form. */
@Command(name = "fmt", description = "Formats a .bnn file in place; comments stay.")
final class FormatCommand extends SignetCommand {
  @Parameters(paramLabel = "FILE.bnn", description = "The text to format.")
  Path file;

  @Option(
      names = "--check",
      description = "Change nothing; exit with 1 where the file is not formatted.")
  boolean check;

  @Option(
      names = "--stdout",
      description = "Print the formatted text instead of changing the file.")
  boolean stdout;

  @Override
  public Integer call() {
    SourceText source = SourceOptions.read(file);
    Formatter.Formatted formatted = Formatter.format(source);
    if (formatted.text().isEmpty()) {
      throw new DiagnosticsException(new Compilation(source, List.of(), formatted.diagnostics()));
    }
    String text = formatted.text().get();
    boolean changed = !text.equals(source.text());
    if (changed && !check && !stdout) {
      TextFile.write(file, text);
    }
    ObjectNode result = object();
    result.put("file", file.toString());
    result.put("changed", changed);
    if (stdout) {
      result.put("text", text);
    }
    String said = changed ? file + (check ? " is not formatted\n" : " formatted\n") : "";
    show(result, stdout ? text : said);
    return check && changed ? 1 : 0;
  }
}
