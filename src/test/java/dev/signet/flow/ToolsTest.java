package dev.signet.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToolsTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @EnumSource(EdaTool.class)
  void everyToolOfTheTestMachineTellsItsVersion(EdaTool tool) {
    ToolLocator.Status status = ToolLocator.ofEnvironment().status(tool);

    assertThat(status.path()).as("%s must be installed for the tests", tool.command()).isPresent();
    assertThat(status.version()).isPresent();
    assertThat(status.version().orElse("")).matches("\\d+\\..*");
  }

  @Test
  void missingToolIsToldWithPurposeAndRemedy() {
    ToolLocator nowhere = new ToolLocator(List.of(temporary));

    assertThat(nowhere.find(EdaTool.YOSYS)).isEmpty();
    assertThatThrownBy(() -> nowhere.require(EdaTool.YOSYS))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("yosys was not found")
        .hasMessageContaining("apt install yosys");
  }

  @Test
  void folderWithoutTestbenchIsAClearError() {
    assertThatThrownBy(
            () -> new IcarusRun(ToolLocator.ofEnvironment()).run(temporary, "lfc", List.of("a")))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("lfc.f");
  }

  @Test
  void failingToolIsToldWithTheEndOfItsLog() throws IOException {
    Files.writeString(temporary.resolve("bad.f"), "bad.v\n");
    Files.writeString(temporary.resolve("bad.v"), "module bad; nonsense\n");
    Files.writeString(temporary.resolve("bad_tb.v"), "module bad_tb; endmodule\n");

    assertThatThrownBy(
            () -> new IcarusRun(ToolLocator.ofEnvironment()).run(temporary, "bad", List.of("a")))
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("iverilog failed to compile the testbench")
        .hasMessageContaining("syntax error");
  }

  @Test
  void toolThatHangsIsKilled() throws IOException {
    Path program = script("sleeper", "echo waiting; sleep 60");

    assertThatThrownBy(
            () -> ToolProcess.of(program, List.of(), temporary, Duration.ofMillis(300)).run())
        .isInstanceOf(FlowException.class)
        .hasMessageContaining("did not end within");
  }

  private Path script(String name, String body) throws IOException {
    Path program = Files.writeString(temporary.resolve(name), "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
