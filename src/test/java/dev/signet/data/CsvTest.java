package dev.signet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.network.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
  @TempDir Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void aDirectoryHoldsBothSplits() throws IOException {
    file("train.csv", "label,a,b,c,d\n1,0,255,7,8\n\n 0 , 1,2 ,3,4\r\n");
    file("test.csv", "2,9,9,9,9");

    DataSet data = Csv.read("csv", directory);

    assertThat(data.train().shape()).isEqualTo(Shape.of(4));
    assertThat(data.train().image(0)).containsExactly(0, -1, 7, 8);
    assertThat(data.train().image(1)).containsExactly(1, 2, 3, 4);
    assertThat(data.train().labels()).containsExactly(1, 0);
    assertThat(data.test().label(0)).isEqualTo(2);
    assertThat(data.train().classes()).isEqualTo(3);
  }

  @Test
  void aSingleFileIsSplitFiveToOneTheSameWayEachTime() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < 120; row++) {
      text.append(row % 10).append(',').append(row).append(",0,0\n");
    }
    Path csv = file("all.csv", text.toString());

    DataSet data = Csv.read("csv", csv);

    assertThat(data.train().count()).isEqualTo(100);
    assertThat(data.test().count()).isEqualTo(20);
    assertThat(data.train().shape()).isEqualTo(Shape.of(3));
    assertThat(Csv.read("csv", csv).test().pixels()).isEqualTo(data.test().pixels());
    Set<Byte> rows = new HashSet<>();
    for (ImageSet split : new ImageSet[] {data.train(), data.test()}) {
      for (int image = 0; image < split.count(); image++) {
        rows.add(split.image(image)[0]);
        assertThat(split.label(image)).isEqualTo(split.image(image)[0] % 10);
      }
    }
    assertThat(rows).hasSize(120);
  }

  @Test
  void gzipIsUnpacked() throws IOException {
    byte[] text = "0,1\n1,2\n".getBytes(StandardCharsets.UTF_8);
    Path packed = Files.write(directory.resolve("some.csv.gz"), Fixtures.gzip(text));

    assertThat(Csv.read("csv", packed).train().count()).isEqualTo(1);
  }

  @Test
  void errorsNameFileAndLine() throws IOException {
    assertError("0,1,2\n1,2,256\n", "bad.csv:2: ", "found '256'");
    assertError("0,1,2\n1,2,0.5\n", "bad.csv:2: ", "found '0.5'");
    assertError("label,x\n\n0,1\n-1,2\n", "bad.csv:4: ", "expected a label", "found '-1'");
    assertError("0,1,2\n0,1\n", "bad.csv:2: ", "1 pixels, but the lines before it have 2");
    assertError("0,1,2\n0,,2\n", "bad.csv:2: ", "found ''");
    assertError("0\n", "bad.csv:1: ", "without pixels");
    assertError("0,1 2\n", "bad.csv:1: ", "found '12'");
    assertError("0,99999999999999999999999999\n", "bad.csv:1: ", "found '99999999999999999999'");
  }

  @Test
  void emptyAndMissingFilesAreClearErrors() throws IOException {
    assertError("", "holds no images");
    assertError("just a header", "holds no images");
    assertError("3,1,2\n", "single image");
    assertThatThrownBy(() -> Csv.read("csv", directory.resolve("none.csv")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no ")
        .hasMessageContaining("train.csv and test.csv");
    assertThatThrownBy(() -> Csv.read("csv", directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no train.csv");
  }

  @Test
  void aLineThatNeverEndsIsAClearError() throws IOException {
    Path csv = directory.resolve("endless.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(csv))) {
      byte[] zeros = new byte[1 << 20];
      for (int megabyte = 0; megabyte < 17; megabyte++) {
        out.write(zeros);
      }
    }

    assertThatThrownBy(() -> Csv.read("csv", csv))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("endless.csv.gz:1: the line is longer than 16777216 bytes");
  }

  @Test
  void binaryGarbageIsAClearError() throws IOException {
    Path garbage =
        Files.write(directory.resolve("bad.csv"), new byte[] {'0', ',', 1, 2, 3, -1, '\n', 0, 7});

    assertThatThrownBy(() -> Csv.read("csv", garbage))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("bad.csv:1: ")
        .hasMessageContaining("found '????'");
  }

  private void assertError(String text, String... parts) throws IOException {
    Path csv = file("bad.csv", text);
    assertThatThrownBy(() -> Csv.read("csv", csv))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }
}
