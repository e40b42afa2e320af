package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PyTorchReferenceTest {
  @TempDir Path folder;

  @Test
  void readsTheMedianAndPassesTheArguments() throws IOException {
    script("echo noise; echo \"TIMING $* median 3.25 ms best 3.00 ms\"; echo \"$*\" > arguments");

    double median = PyTorchReference.in(folder).medianMilliseconds(ReferenceNet.SFC, 100, 7, 2);

    assertThat(median).isEqualTo(3.25);
    assertThat(Files.readString(folder.resolve("arguments")))
        .isEqualTo("--net SFC --batch 100 --steps 7 --threads 2\n");
  }

  @Test
  void aFailureIsToldWithWhatTheScriptSaid() throws IOException {
    script("echo \"ModuleNotFoundError: No module named 'torch'\" >&2; exit 1");

    assertThatThrownBy(
            () -> PyTorchReference.in(folder).medianMilliseconds(ReferenceNet.TFC, 100, 7, 2))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("No module named 'torch'");
  }

  @Test
  void anAnswerWithoutATimeIsAnError() throws IOException {
    script("echo hello");

    assertThatThrownBy(
            () -> PyTorchReference.in(folder).medianMilliseconds(ReferenceNet.TFC, 100, 7, 2))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("without a time")
        .hasMessageContaining("hello");
  }

  @Test
  void aFolderWithoutTheScriptIsRefused() {
    assertThat(PyTorchReference.find(folder)).isEmpty();
    assertThatThrownBy(() -> PyTorchReference.in(folder))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("torch.sh");
  }

  private void script(String body) throws IOException {
    Path script = folder.resolve("torch.sh");
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }
}
