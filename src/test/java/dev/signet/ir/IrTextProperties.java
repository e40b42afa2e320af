package dev.signet.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class IrTextProperties {

  @Property(tries = 300)
  void printsAndParsesBackEqual(@ForAll long seed) {
    Program program = RandomPrograms.tangled(seed);

    String text = IrPrinter.print(program);

    Program parsed = IrParser.parse(text);
    assertThat(parsed).isEqualTo(program);
    assertThat(IrPrinter.print(parsed)).isEqualTo(text);
  }

  @Property(tries = 500)
  void damagedTextIsReadOrRefusedWithAMessage(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text =
        new StringBuilder(IrPrinter.print(RandomPrograms.tangled(random.nextInt(50))));
    int changes = 1 + random.nextInt(3);
    for (int change = 0; change < changes && !text.isEmpty(); change++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.setLength(at + 1);
        case 2 -> text.insert(at, (char) random.nextInt(0x10000));
        default -> text.setCharAt(at, "{}[]<>%@\",:=-0987\\/\n".charAt(random.nextInt(20)));
      }
    }

    Throwable thrown = catchThrowable(() -> IrParser.parse(text.toString()));

    if (thrown != null) {
      assertThat(thrown).isInstanceOf(IrException.class).hasMessageMatching("(?s)\\d+:\\d+: .+");
    }
  }
}
