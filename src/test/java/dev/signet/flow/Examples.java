package dev.signet.flow;

import dev.signet.lang.SignetLanguage;
import dev.signet.lang.SourceText;
import dev.signet.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The networks that the project shows. */
final class Examples {
  private static final Path FOLDER =
      Path.of(System.getProperty("signet.basedir", ".")).resolve("examples");

  private Examples() {}

  /** The first network of {@code NAME.bnn}. */
  static Network network(String name) throws IOException {
    return network(name, Map.of());
  }

  /**
   * The same.
   *
   * @param parameters other than the text's
   */
  static Network network(String name, Map<String, Long> parameters) throws IOException {
    byte[] text = Files.readAllBytes(FOLDER.resolve(name + ".bnn"));
    return SignetLanguage.compile(SourceText.decode(name, text), parameters).networks().getFirst();
  }
}
