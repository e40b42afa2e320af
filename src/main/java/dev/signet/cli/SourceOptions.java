package dev.signet.cli;

import dev.signet.lang.Compilation;
import dev.signet.lang.DiagnosticRenderer;
import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code .bnn} file of a command and which network of it is meant. */
final class SourceOptions {
  @Parameters(paramLabel = "FILE.bnn", description = "The text of the network.")
  Path file;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "Which network of the file; needed where it has several.")
  Optional<String> networkName;

  @Option(
      names = {"-P", "--param"},
      paramLabel = "NAME=N",
      description = "Sets a parameter of the network, such as width=512.")
  Map<String, Long> parameters = Map.of();

  /** The file's text; what is wrong with it as text is found when it is compiled. */
  static SourceText read(Path file) {
    if (!Files.exists(file)) {
      throw new CliException("there is no file " + file);
    }
    if (Files.isDirectory(file)) {
      throw new CliException(file + " is a directory; a .bnn file was expected");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return SourceText.decode(file.toString(), in.readNBytes(SourceText.MAX_BYTES + 1));
    } catch (IOException e) {
      throw new CliException("cannot read " + file + ": " + e.getMessage());
    }
  }

  /**
   * Compiles the file.
   *
   * @throws DiagnosticsException when it has errors; warnings are shown and the work goes on
   */
  Network load(SignetCommand command) {
    Compilation compilation = SignetLanguage.compile(read(file), parameters);
    if (compilation.hasErrors()) {
      throw new DiagnosticsException(compilation);
    }
    if (!compilation.diagnostics().isEmpty()) {
      command.note(
          new DiagnosticRenderer(compilation.source())
              .render(compilation.diagnostics())
              .stripTrailing());
    }
    List<Network> networks = meant(compilation);
    return switch (networks.size()) {
      case 0 -> throw new CliException(file + " holds no network");
      case 1 -> networks.getFirst();
      default ->
          throw new CliException(
              file + " holds several networks; choose one by --network: " + names(networks));
    };
  }

  /**
   * The network that {@code --network} names, or all.
   *
   * @throws CliException when there is none of that name
   */
  List<Network> meant(Compilation compilation) {
    List<Network> networks = compilation.networks();
    if (networkName.isEmpty()) {
      return networks;
    }
    String wanted = networkName.get();
    return List.of(
        networks.stream()
            .filter(network -> network.name().equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new CliException(
                        file + " has no network " + wanted + "; it has " + names(networks))));
  }

  private static String names(List<Network> networks) {
    return networks.stream().map(Network::name).collect(Collectors.joining(", "));
  }
}
