package dev.signet.flow;

import dev.signet.verilog.GeneratedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes generated files as a whole directory: made beside its place, then put there, so that a
 * reader finds the old files or the new, never a mixture. A directory that Signet did not make is
 * never replaced.
 */
public final class OutputDirectory {
  /** Marks a directory as made here, and so as free to be replaced. */
  private static final String MARKER = ".signet";

  private OutputDirectory() {}

  /**
   * Replaces the directory's content.
   *
   * @throws FlowException when it cannot be written, or holds something else; nothing is changed
   *     then
   */
  public static void write(Path directory, List<GeneratedFile> files) {
    Path target = directory.toAbsolutePath().normalize();
    requireReplaceable(target, directory);
    Path parent = target.getParent();
    if (parent == null) {
      throw new FlowException("cannot write " + directory + ": it is the root of the file system");
    }
    Path made =
        parent.resolve(
            ".%s.%d.part".formatted(target.getFileName(), ProcessHandle.current().pid()));
    Path old =
        parent.resolve(".%s.%d.old".formatted(target.getFileName(), ProcessHandle.current().pid()));
    try {
      Files.createDirectories(parent);
      deleteTree(made);
      Files.createDirectory(made);
      for (GeneratedFile file : files) {
        writeInside(made, file);
      }
      Files.writeString(
          made.resolve(MARKER), "Made by Signet, which replaces this directory as a whole.\n");
      if (Files.exists(target)) {
        deleteTree(old);
        move(target, old);
      }
      move(made, target);
      deleteTree(old);
    } catch (IOException e) {
      restore(old, target);
      throw new FlowException("cannot write " + directory + ": " + reason(e), e);
    } finally {
      deleteQuietly(made);
    }
  }

  private static void requireReplaceable(Path target, Path shown) {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FlowException(
          "cannot write " + shown + ": it is a file or a link, and a directory was expected");
    }
    try (Stream<Path> content = Files.list(target)) {
      if (content.findAny().isPresent() && !Files.exists(target.resolve(MARKER))) {
        throw new FlowException(
            "cannot write "
                + shown
                + ": it holds files that Signet did not make; choose another place or empty it");
      }
    } catch (IOException e) {
      throw new FlowException("cannot read " + shown + ": " + reason(e), e);
    }
  }

  private static void writeInside(Path root, GeneratedFile file) throws IOException {
    Path path = root.resolve(file.path()).normalize();
    if (!path.startsWith(root) || path.equals(root)) {
      throw new FlowException("a generated file would lie outside its directory: " + file.path());
    }
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(path, file.content(), StandardCharsets.UTF_8);
    if (file.path().endsWith(".sh") && !path.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file.path() + " executable");
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    }
  }

  private static void restore(Path old, Path target) {
    try {
      if (Files.exists(old) && !Files.exists(target)) {
        move(old, target);
      }
    } catch (IOException e) {
      // The first error is told; the old files stay beside their place.
    }
  }

  /** Removes a directory and all in it, links as links. */
  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void deleteQuietly(Path root) {
    try {
      deleteTree(root);
    } catch (IOException e) {
      // What stays is named as a part and replaced by the next run.
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException exists -> exists.getMessage() + " is in the way";
      default -> String.valueOf(e.getMessage());
    };
  }
}
