package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.verilog.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTreeWriterTest {
  @TempDir Path temporary;
  private final FileTreeWriter writer = new FileTreeWriter();

  @Test
  void writesFilesInFoldersAndNothingBesides() throws IOException {
    Path folder = temporary.resolve("deep/out");

    writer.write(
        folder,
        List.of(new GeneratedFile("a.v", "a\n"), new GeneratedFile("vectors/x.hex", "1\n")));

    assertThat(folder.resolve("a.v")).hasContent("a");
    assertThat(folder.resolve("vectors/x.hex")).hasContent("1");
    assertThat(names(temporary.resolve("deep"))).containsExactly("out");
  }

  @Test
  void scriptsAreExecutable() {
    Path folder = temporary.resolve("out");

    writer.write(folder, List.of(new GeneratedFile("run.sh", "#!/bin/sh\n")));

    assertThat(folder.resolve("run.sh")).isExecutable();
  }

  @Test
  void filesOfAnEarlierEmissionGoAndThoseOfOthersStay() throws IOException {
    Path folder = temporary.resolve("out");
    writer.write(folder, List.of(new GeneratedFile("old.v", "old\n")));
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Files.createDirectories(folder.resolve("build"));
    Files.writeString(folder.resolve("build/simulation"), "stale");

    writer.write(folder, List.of(new GeneratedFile("new.v", "new\n")));

    assertThat(names(folder)).containsExactlyInAnyOrder(".signet", "new.v", "notes.txt");
    assertThat(names(temporary)).containsExactly("out");
  }

  @Test
  void folderOfSomebodyElseIsNotTouched() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("home"));
    Files.writeString(folder.resolve("thesis.tex"), "precious");

    assertThatThrownBy(() -> writer.write(folder, List.of(new GeneratedFile("a.v", "a\n"))))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("Signet did not write");

    assertThat(names(folder)).containsExactly("thesis.tex");
    assertThat(names(temporary)).containsExactly("home");
  }

  @Test
  void emptyFolderIsTaken() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("empty"));

    writer.write(folder, List.of(new GeneratedFile("a.v", "a\n")));

    assertThat(folder.resolve("a.v")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a.v", "/etc/a.v", "x/../../a.v", ".", ".signet", "a\\b.v"})
  void pathsThatLeaveTheFolderAreRefused(String path) throws IOException {
    Path folder = temporary.resolve("out");

    assertThatThrownBy(() -> writer.write(folder, List.of(new GeneratedFile(path, "a\n"))))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("no path inside");

    assertThat(names(temporary)).isEmpty();
  }

  @Test
  void fileGivenTwiceIsRefused() {
    List<GeneratedFile> files =
        List.of(new GeneratedFile("a.v", "1"), new GeneratedFile("./a.v", "2"));

    assertThatThrownBy(() -> writer.write(temporary.resolve("out"), files))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void nothingIsLeftBehindWhenWritingFails() throws IOException {
    List<GeneratedFile> files =
        List.of(new GeneratedFile("a", "file"), new GeneratedFile("a/b", "needs a folder"));

    assertThatThrownBy(() -> writer.write(temporary.resolve("x/y/out"), files))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("cannot write to");

    assertThat(names(temporary)).isEmpty();
  }

  @Test
  void oldFolderStaysWhenWritingFails() throws IOException {
    Path folder = temporary.resolve("out");
    writer.write(folder, List.of(new GeneratedFile("old.v", "old\n")));

    assertThatThrownBy(
            () ->
                writer.write(
                    folder, List.of(new GeneratedFile("a", "1"), new GeneratedFile("a/b", "2"))))
        .isInstanceOf(FlowException.class);

    assertThat(folder.resolve("old.v")).hasContent("old");
    assertThat(names(temporary)).containsExactly("out");
  }

  @Test
  void folderUnderAFileIsAClearError() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "x");

    assertThatThrownBy(
            () -> writer.write(file.resolve("out"), List.of(new GeneratedFile("a.v", "a"))))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("cannot write to");
    assertThatThrownBy(() -> writer.write(file, List.of(new GeneratedFile("a.v", "a"))))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("not a folder");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).toList();
    }
  }
}
