package dev.signet.flow;

import dev.signet.verilog.GeneratedFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes generated files into a folder so that it is always whole: all is written beside it first
 * and then takes its place. The folder carries a file {@value #MARKER} that lists what Signet
 * wrote; files of an earlier emission go, files that others put there stay, and a folder with
 * anything in it but without the marker is not touched.
 */
public final class FileTreeWriter {
  /** The file by which Signet knows a folder of its own. */
  public static final String MARKER = ".signet";

  /** Where the emitted scripts build; never worth keeping. */
  private static final String BUILD_FOLDER = "build";

  private static final int MAX_ATTEMPTS = 1000;

  /**
   * Makes the folder hold these files.
   *
   * @param folder made, with its parents, if it is not there
   * @throws FlowException when a path leaves the folder or comes twice, when the folder is not
   *     Signet's, or when it cannot be written; then all is as before
   */
  public void write(Path folder, List<GeneratedFile> files) {
    checkPaths(folder, files);
    Path target = resolved(folder);
    checkOwned(folder, target);
    Path parent = target.getParent();
    if (parent == null) {
      throw new FlowException("cannot write to " + folder + ": it is the root of the file system");
    }
    List<Path> madeParents = new ArrayList<>();
    List<Path> madeFolders = new ArrayList<>();
    boolean done = false;
    try {
      makeParents(parent, madeParents);
      Path fresh = makeSibling(target, "new");
      madeFolders.add(fresh);
      fill(fresh, files);
      if (Files.exists(target)) {
        keepForeignFiles(target, fresh);
      }
      replace(target, fresh);
      done = true;
    } catch (IOException e) {
      throw new FlowException("cannot write to " + folder + ": " + reason(e), e);
    } finally {
      if (!done) {
        madeFolders.forEach(FolderRemoval::removeQuietly);
        madeParents.reversed().forEach(FileTreeWriter::deleteIfEmpty);
      }
    }
  }

  /** A link to a folder stays a link. */
  private static Path resolved(Path folder) {
    try {
      return Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
    } catch (IOException e) {
      throw new FlowException("cannot read " + folder + ": " + reason(e), e);
    }
  }

  private static void deleteIfEmpty(Path folder) {
    try {
      Files.delete(folder);
    } catch (IOException _) {
      // Somebody else has put something there meanwhile.
    }
  }

  private static void checkPaths(Path folder, List<GeneratedFile> files) {
    Path root = Path.of("root").toAbsolutePath();
    Set<Path> seen = new HashSet<>();
    for (GeneratedFile file : files) {
      boolean inside;
      Path path = root;
      try {
        path = root.resolve(file.path()).normalize();
        inside =
            path.startsWith(root)
                && !path.equals(root)
                && !file.path().contains("\\")
                && !path.equals(root.resolve(MARKER));
      } catch (InvalidPathException _) {
        inside = false;
      }
      if (!inside) {
        throw new FlowException(
            "cannot write '" + file.path() + "': it is no path inside " + folder);
      }
      if (!seen.add(path)) {
        throw new FlowException("cannot write '" + file.path() + "' twice to " + folder);
      }
    }
  }

  private static void checkOwned(Path folder, Path target) {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new FlowException("cannot write to " + folder + ": it is a file, not a folder");
    }
    if (Files.isRegularFile(target.resolve(MARKER))) {
      return;
    }
    try (Stream<Path> entries = Files.list(target)) {
      if (entries.findAny().isPresent()) {
        throw new FlowException(
            "will not write to "
                + folder
                + ": it holds files that Signet did not write (no "
                + MARKER
                + " in it). Choose another folder, or empty this one");
      }
    } catch (IOException e) {
      throw new FlowException("cannot read " + folder + ": " + reason(e), e);
    }
  }

  private static void makeParents(Path parent, List<Path> made) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path path = parent; path != null && !Files.exists(path); path = path.getParent()) {
      missing.addFirst(path);
    }
    for (Path path : missing) {
      Files.createDirectory(path);
      made.add(path);
    }
  }

  /** Beside the target, so that taking its place is a rename. */
  private static Path makeSibling(Path target, String role) throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Path sibling = target.resolveSibling("." + target.getFileName() + "." + role + attempt);
      try {
        return Files.createDirectory(sibling);
      } catch (FileAlreadyExistsException _) {
        // Another run is at work, or was killed: take the next name.
      }
    }
    throw new IOException("too many unfinished folders beside it");
  }

  private static void fill(Path folder, List<GeneratedFile> files) throws IOException {
    Set<String> paths = new TreeSet<>();
    for (GeneratedFile file : files) {
      Path path = folder.resolve(file.path()).normalize();
      Path holder = path.getParent();
      if (holder != null) {
        Files.createDirectories(holder);
      }
      Files.writeString(path, file.content());
      if (file.content().startsWith("#!")) {
        makeExecutable(path);
      }
      paths.add(folder.relativize(path).toString().replace('\\', '/'));
    }
    Files.writeString(
        folder.resolve(MARKER),
        "Written by Signet; rewritten with each emission.\n" + String.join("\n", paths) + "\n");
  }

  private static void makeExecutable(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  private static void keepForeignFiles(Path old, Path fresh) throws IOException {
    Path marker = old.resolve(MARKER);
    if (!Files.isRegularFile(marker)) {
      return;
    }
    Set<String> ours = new HashSet<>(Files.readAllLines(marker));
    ours.add(MARKER);
    List<Path> entries;
    try (Stream<Path> walk = Files.walk(old)) {
      entries = walk.filter(path -> !Files.isDirectory(path)).toList();
    }
    for (Path entry : entries) {
      Path relative = old.relativize(entry);
      String name = relative.toString().replace('\\', '/');
      Path copy = fresh.resolve(relative);
      if (!ours.contains(name) && !relative.startsWith(BUILD_FOLDER) && !Files.exists(copy)) {
        Path holder = copy.getParent();
        if (holder != null) {
          Files.createDirectories(holder);
        }
        Files.copy(entry, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void replace(Path target, Path fresh) throws IOException {
    if (!Files.exists(target)) {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path attic = makeSibling(target, "old");
    Path old = attic.resolve("old");
    try {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.delete(attic);
      throw e;
    }
    try {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(attic);
      throw e;
    }
    FolderRemoval.removeQuietly(attic);
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case FileAlreadyExistsException existing -> existing.getFile() + " is in the way";
      default -> String.valueOf(failure.getMessage());
    };
  }
}
