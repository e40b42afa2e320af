package dev.signet.cli;

import dev.signet.data.BinaryFile;
import dev.signet.data.TextFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Where {@code --plot} draws to.
 *
 * @param path a name that ends in {@code .svg} or {@code .png}
 */
record PlotFile(Path path) {
  /**
   * @throws UsageException when it is neither SVG nor PNG
   */
  PlotFile {
    if (!endsIn(path, ".png") && !endsIn(path, ".svg")) {
      throw new UsageException("--plot takes a name that ends in .svg or .png, not " + path);
    }
  }

  /**
   * Draws.
   *
   * @param svg the picture as SVG
   * @param png the same as the bytes of a PNG file
   * @throws dev.signet.data.DataException when the file cannot be written
   * @throws CliException when Java has no fonts for a PNG
   */
  void write(Supplier<String> svg, Supplier<byte[]> png) {
    if (endsIn(path, ".png")) {
      BinaryFile.write(path, drawn(png));
    } else {
      TextFile.write(path, svg.get());
    }
  }

  private static byte[] drawn(Supplier<byte[]> png) {
    try {
      return png.get();
    } catch (RuntimeException | Error e) {
      // Java draws words with the machine's fonts, and fails in many ways where there are none.
      throw new CliException(
          "Java finds no fonts here to draw with ("
              + e
              + "); install fontconfig and a font, or take --plot FILE.svg, which needs none");
    }
  }

  private static boolean endsIn(Path path, String ending) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
