package dev.signet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.SignetException;
import dev.signet.lang.DiagnosticRenderer;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Shows what went wrong: a user's mistake in one message, a bug of ours as such. */
final class ErrorHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleExecutionException(Exception thrown, CommandLine line, ParseResult parsed) {
    boolean json = line.getCommand() instanceof SignetCommand command && command.wantsJson();
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("ok", false);
    if (thrown instanceof DiagnosticsException diagnostics) {
      DiagnosticRenderer renderer = new DiagnosticRenderer(diagnostics.compilation().source());
      line.getErr().print(renderer.render(diagnostics.compilation().diagnostics()));
      object.set("diagnostics", renderer.toJson(diagnostics.compilation().diagnostics()));
    } else {
      Optional<String> message = messageForUser(thrown);
      message.ifPresentOrElse(
          text -> line.getErr().println("signet: error: " + text),
          () -> {
            line.getErr()
                .println("signet: this is a bug in Signet, please report it with what follows");
            thrown.printStackTrace(line.getErr());
          });
      object.put("error", message.orElseGet(() -> "internal error: " + thrown));
    }
    if (json) {
      line.getOut().println(object);
    }
    line.getErr().flush();
    line.getOut().flush();
    return thrown instanceof UsageException
        ? CommandLine.ExitCode.USAGE
        : CommandLine.ExitCode.SOFTWARE;
  }

  @Override
  public int handleParseException(ParameterException thrown, String[] args) {
    CommandLine line = thrown.getCommandLine();
    String message = messageOf(thrown);
    line.getErr().println("signet: error: " + message);
    boolean suggested = UnmatchedArgumentException.printSuggestions(thrown, line.getErr());
    if (!line.getSubcommands().isEmpty() && !suggested) {
      line.usage(line.getErr());
    } else {
      String command = line.getCommandSpec().qualifiedName();
      line.getErr().println("'" + command + " --help' tells what it takes");
    }
    // Asked of the words themselves: what is wrong may come before the option.
    if (List.of(args).contains("--json")) {
      line.getOut()
          .println(JsonNodeFactory.instance.objectNode().put("ok", false).put("error", message));
    }
    line.getErr().flush();
    line.getOut().flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static Optional<String> messageForUser(Exception thrown) {
    return thrown instanceof SignetException ? Optional.of(messageOf(thrown)) : Optional.empty();
  }

  private static String messageOf(Exception thrown) {
    return String.valueOf(thrown.getMessage());
  }
}
