package dev.signet.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RtlTextProperties {
  @Property(tries = 100)
  void whatIsPrintedParsesBackEqual(@ForAll long seed) {
    Design design = RandomDesigns.design(new Random(seed));

    String text = RtlPrinter.print(design);

    assertThat(RtlParser.parse(text)).isEqualTo(design);
  }

  @Property(tries = 200)
  void damagedTextIsRefusedWithAPlace(@ForAll long seed) {
    Random random = new Random(seed);
    String text = RtlPrinter.print(RandomDesigns.design(random));
    StringBuilder damaged = new StringBuilder(text);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(3)) {
        case 0 -> damaged.setCharAt(at, (char) random.nextInt(' ', 0x250));
        case 1 -> damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(1, 20)));
        default -> damaged.insert(at, text, 0, random.nextInt(text.length() / 2));
      }
    }
    try {
      assertThat(RtlParser.parse(damaged.toString())).isNotNull();
    } catch (RtlException e) {
      assertThat(e).hasMessageMatching("(?s)(\\d+:\\d+: |module '|stream '|two ).*");
    }
  }
}
