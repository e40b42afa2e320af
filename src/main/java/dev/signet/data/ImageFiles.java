package dev.signet.data;

import java.io.IOException;
import java.util.List;

/** Files below a root: a folder's, or those in a zip. For several threads at once. */
interface ImageFiles extends AutoCloseable {
  /** The most files that are looked at. */
  int MOST_FILES = 1 << 20;

  /** The most bytes of an image's file. */
  int MOST_FILE_BYTES = 16 << 20;

  /**
   * The files in {@code train} and {@code test} as {@code split/class/name}, in any order. Those
   * that systems hide or add by themselves are left out.
   */
  List<String> paths();

  /**
   * What a file holds, up to one byte more than it may.
   *
   * @throws IOException when it cannot be read
   */
  byte[] read(String path) throws IOException;

  /** What messages call a file. */
  String name(String path);

  /** What messages call the whole. */
  String name();

  @Override
  void close();

  /** Whether a file or folder of this name is no part of the data. */
  static boolean isHidden(String name) {
    return name.startsWith(".")
        || name.equals("__MACOSX")
        || name.equalsIgnoreCase("Thumbs.db")
        || name.equalsIgnoreCase("desktop.ini");
  }

  /** A name from a file as messages show it: without what would move a terminal's cursor. */
  static String printable(String name) {
    return name.codePoints()
        .map(point -> Character.isISOControl(point) ? '?' : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
