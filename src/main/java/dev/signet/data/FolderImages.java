package dev.signet.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Image files in a directory. */
final class FolderImages implements ImageFiles {
  private final Path root;

  FolderImages(Path root) {
    this.root = root;
  }

  @Override
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (String split : ImageFolder.SPLITS) {
      if (Files.isDirectory(root.resolve(split))) {
        for (Path directory : visible(root.resolve(split))) {
          // What lies beside the classes, such as a list of them, is no image of any.
          if (Files.isDirectory(directory)) {
            for (Path file : visible(directory)) {
              paths.add(split + "/" + directory.getFileName() + "/" + file.getFileName());
              requireFew(paths.size());
            }
          }
        }
      }
    }
    return paths;
  }

  private List<Path> visible(Path directory) {
    List<Path> visible = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!ImageFiles.isHidden(String.valueOf(entry.getFileName()))) {
          visible.add(entry);
          requireFew(visible.size());
        }
      }
    } catch (IOException e) {
      throw ByteSource.unreadable(directory, e);
    }
    return visible;
  }

  private void requireFew(int files) {
    if (files > MOST_FILES) {
      throw new DataException(root + " holds more than " + MOST_FILES + " files");
    }
  }

  @Override
  public byte[] read(String path) throws IOException {
    try (InputStream input = Files.newInputStream(root.resolve(path))) {
      return input.readNBytes(MOST_FILE_BYTES + 1);
    }
  }

  @Override
  public String name(String path) {
    return ImageFiles.printable(root.resolve(path).toString());
  }

  @Override
  public String name() {
    return root.toString();
  }

  @Override
  public void close() {}
}
