package dev.signet.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders for what is built and thrown away. */
final class TemporaryFolder {
  private TemporaryFolder() {}

  /**
   * A new one.
   *
   * @param prefix of its name
   * @throws FlowException when there can be none
   */
  static Path create(String prefix) {
    try {
      return Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new FlowException("cannot create a temporary folder: " + e.getMessage(), e);
    }
  }
}
