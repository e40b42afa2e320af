package dev.signet.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtlTextTest {
  private static final String TEXT =
      """
      module neuron {
        // One neuron.
        //
        //   7 inputs
        input x : 7;
        input valid : 1;
        output fire : 1;
        memory levels : 3 x 2 = { 4 7 };

        wire fire : 1 = agree >= (which ? level : 3'd2);
        wire agree : 3 = popcount(xnor(x, 7'd85));
        register which : 1 <= ~which when valid reset 1;
        read level : 3 <= levels[which] when 1'b1;
      }

      module top_level {
        input x : 14;
        output y : 4;
        memory store : 20 x 3;

        instance left : neuron (x = x[6:0], valid = x[3]) -> (fire = a : 1);
        instance right : neuron (x = x[13:7], valid = ~a & x[0]) -> (fire = b : 1);
        wire y : 4 = zero_extend({a, b}, 4) - (sign_extend(a, 4) + s[3:0]) ^ 4'd3;
        register w : 20 <= 20'hfffff reset 20'habcde;
        write store[y[1:0]] <= w when signed_less(a, b) | a == b;
        read s : 20 <= store[y[3:2]] when a < b;
      }

      top top_level;
      stream "the \\"first\\" one" valid left.fire ready a occupancy right.agree depth 7;
      """;

  @Test
  void aTextPrintsAsItWasRead() {
    assertThat(RtlPrinter.print(RtlParser.parse(TEXT))).isEqualTo(TEXT);
  }

  @Test
  void longStatementsAreBroken() {
    Signal x = new Signal("x", 64);
    List<Expression> parts = new ArrayList<>();
    for (int bit = 0; bit < 64; bit++) {
      parts.add(Expression.slice(x, bit, 1));
    }
    Signal y = new Signal("y", 64);
    Design design =
        new Design(
            new RtlModule(
                "turn",
                "",
                List.of(Port.input(x), Port.output(y)),
                List.of(),
                List.of(new Statement.Assign(y, Expression.concat(parts)))),
            List.of());

    String text = RtlPrinter.print(design);

    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(112));
    assertThat(RtlParser.parse(text)).isEqualTo(design);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          wire y : 4 = a &;           | 4:19: expected an expression but found ';'
          wire y : 4 = a + 5'd1;      | 4:18: ADD of 4 and 5 bits
          wire y : 4 = b;             | 4:16: the module has no signal 'b'
          wire y : 5 = a;             | 4:8: 'y' has 5 bits here and 4 elsewhere
          wire y : 4 = a[4:1];        | 4:17: bits 1+4 of Signal[name=a, width=4]
          wire y : 4 = a[0:3];        | 4:17: bits 3+0 of Signal[name=a, width=4]
          wire y : 4 = 4'd16;         | 4:18: constant 16 of 4
          wire y : 4 = 4'q1;          | 4:18: expected 'h', 'd' or 'b' and digits
          wire y : 4 = 4'b2;          | 4:18: 'b2' is no number of base 2
          wire y : 4 = 9999999'h0;    | 4:16: 9999999 bits are more than 1048576
          wire y : 4 = zero_extend(a, 4); | 4:16: extension of 4 to 4 bits
          wire y : 9999999999 = a;    | 4:12: expected a width from 1 to 1048576 but found '9999999999'
          wire y : 4 = a              | 5:3: expected ';' but found '}'
          wire y ; 4 = a;             | 4:10: expected ':' but found ';'
          wire y : 4 = a # 1;         | 4:18: '#' has no meaning here
          wire y : 4 = a § 1;         | 4:18: the character U+00A7 has no meaning here
          wibe y : 4 = a;             | 4:3: expected input, output, memory, wire, register, read, write or instance but found 'wibe'
          write m[a] <= a when a;     | 4:9: the module has no memory 'm' before
          memory m : 4 x 2 = { 1 };   | 4:24: the memory has 2 rows, but 1 are given
          memory m : 4 x 2 = { 1 2 3 }; | 4:28: the memory has more than 2 rows
          memory m : 4 x 1 = { 1f };  | 4:24: '1f' has more than 4 bits
          memory m : 9999 x 999999999; | 4:21: expected a depth from 1 to 107384 but found '999999999'
          instance i : none () -> (); | 4:16: there is no module 'none' before
          register y : 4 <= a reset x; | 4:29: expected a number or a constant but found 'x'
          register y : 4 <= a reset 16; | 4:18: Signal[name=y, width=4] has a wide reset value
          """)
  void anErrorNamesItsPlace(String statement, String message) {
    String text = "module m {\n  input a : 4;\n  output y : 4;\n  " + statement + "\n  }\ntop m;\n";

    assertThatThrownBy(() -> RtlParser.parse(text))
        .isInstanceOf(RtlException.class)
        .hasMessage(message);
  }

  @Test
  void aBrokenRuleIsFoundToo() {
    assertThatThrownBy(() -> RtlParser.parse("module m { output y : 4; }\ntop m;"))
        .isInstanceOf(RtlException.class)
        .hasMessage("module 'm': 'y' is an output port that nothing drives");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "~", "a & (", "{", "a & ", "popcount(", "1'b1 ? a : "})
  void deepNestingIsRefused(String opening) {
    String text =
        "module m { input a : 1; output y : 1; wire y : 1 = " + opening.repeat(100_000) + "a; }";

    assertThatThrownBy(() -> RtlParser.parse(text))
        .isInstanceOf(RtlException.class)
        .hasMessageMatching("1:\\d+: the expression is more than 500 operations deep");
  }

  @Test
  void manyNestedModulesAreRefused() {
    StringBuilder text = new StringBuilder("module m0 { }\n");
    for (int i = 1; i < 5_000; i++) {
      text.append("module m%d { instance a : m%d () -> (); }\n".formatted(i, i - 1));
    }
    assertThatThrownBy(() -> RtlParser.parse(text + "top m4999;"))
        .isInstanceOf(RtlException.class)
        .hasMessageContaining("modules are nested more than 200 deep");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "module", "module m", "module m {", "module m { wire", "top", "top \"", "\0"})
  void textThatIsCutShortIsRefused(String text) {
    assertThatThrownBy(() -> RtlParser.parse(text)).isInstanceOf(RtlException.class);
  }
}
