package dev.signet.verilog;

/**
 * A file to be written.
 *
 * @param path relative, with {@code /} between folders
 * @param content all of it, lines ended by {@code \n}
 */
public record GeneratedFile(String path, String content) {
  public GeneratedFile {
    if (path.isBlank()) {
      throw new IllegalArgumentException("a generated file without a name");
    }
  }
}
