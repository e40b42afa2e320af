package dev.signet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.SignetException;
import dev.signet.lang.DiagnosticRenderer;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Shows what went wrong: a user's mistake in one message, a bug of ours as such. */
final class ErrorHandler implements IExecutionExceptionHandler {

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
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static Optional<String> messageForUser(Exception thrown) {
    return thrown instanceof SignetException ? Optional.of(messageOf(thrown)) : Optional.empty();
  }

  private static String messageOf(Exception thrown) {
    return String.valueOf(thrown.getMessage());
  }
}
