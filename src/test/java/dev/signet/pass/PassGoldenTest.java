package dev.signet.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.ir.IrParser;
import dev.signet.ir.IrPrinter;
import dev.signet.ir.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Text in, text out: each file holds a program, a line {@code // becomes}, and the result. */
class PassGoldenTest {
  private static final String BECOMES = "// becomes\n";

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of("RemoveDeadValues", List.of(new RemoveDeadValues())),
        Arguments.of("FuseReshapes", List.of(new FuseReshapes())),
        Arguments.of("HoistReshapes", List.of(new HoistReshapes())),
        Arguments.of("HoistReshapesSharedBits", List.of(new HoistReshapes())),
        Arguments.of("HoistChannelsLast", List.of(new HoistReshapes())),
        Arguments.of("HoistThermometer", List.of(new HoistReshapes())),
        Arguments.of("FuseChannelsLast", List.of(new FuseReshapes())),
        Arguments.of("Standard", PassPipeline.standard().passes()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void passGivesTheGoldenText(String file, List<Pass> passes) throws IOException {
    String text = read(file);
    int middle = text.indexOf(BECOMES);
    Program input = IrParser.parse(text.substring(0, middle));

    Program output = new PassPipeline(passes).apply(input);

    assertThat(IrPrinter.print(output)).isEqualTo(text.substring(middle + BECOMES.length()));
  }

  @Test
  void passThatBreaksTheProgramIsNamed() throws IOException {
    Pass careless =
        new Pass() {
          @Override
          public String name() {
            return "Careless";
          }

          @Override
          public Program apply(Program program) {
            return new Program(program.name(), List.of(), program.output());
          }
        };
    String text = read("RemoveDeadValues");
    Program program = IrParser.parse(text.substring(0, text.indexOf(BECOMES)));

    assertThatThrownBy(() -> new PassPipeline(List.of(careless)).apply(program))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("pass Careless broke net: net: has no instructions");
  }

  @Test
  void passIsNamedByItsVerb() {
    assertThat(PassPipeline.standard().passes().stream().map(Pass::name))
        .contains("FuseReshapes", "HoistReshapes", "RemoveDeadValues");
  }

  private static String read(String file) throws IOException {
    try (InputStream stream = PassGoldenTest.class.getResourceAsStream("/pass/" + file + ".ir")) {
      assertThat(stream).as(file).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
