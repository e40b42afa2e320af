package dev.signet.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Texts that follow the grammar, with white space and comments anywhere; mostly without meaning.
 */
final class RandomSource {
  private static final String[] NAMES = {
    "a",
    "bits",
    "image",
    "dense",
    "conv",
    "maxpool",
    "avgpool",
    "concat",
    "batchnorm",
    "sign",
    "quantize",
    "padding",
    "same",
    "a_rather_long_name_of_a_layer",
    "in"
  };
  private static final String[] VALUES = {
    "1", "100_000", "2.5", "1e-5", "\"label\"", "\"// no \\\" comment\"", "true", "false"
  };

  private final Random random;
  private final List<String> words = new ArrayList<>();
  private boolean comments = true;

  RandomSource(Random random) {
    this.random = random;
    for (int items = 1 + random.nextInt(4); items > 0; items--) {
      item();
    }
  }

  RandomSource withoutComments() {
    comments = false;
    return this;
  }

  List<String> words() {
    return List.copyOf(words);
  }

  /** The words with random white space between them. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      text.append(word).append(gap());
    }
    return text.toString();
  }

  private String gap() {
    return switch (random.nextInt(comments ? 24 : 20)) {
      case 0, 1 -> "\n";
      case 2 -> "\n\n\n";
      case 3 -> "\r\n\t";
      case 20 -> " // trailing \n";
      case 21 -> "\n  // own line\t\n";
      case 22 -> " //one\n\n\n//two \n\n";
      case 23 -> "  \n//\n";
      default -> " ";
    };
  }

  private void add(String... some) {
    words.addAll(List.of(some));
  }

  private String name() {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private void item() {
    switch (random.nextInt(4)) {
      case 0 -> {
        add("network", name());
        parameters();
        add("{");
        for (int members = random.nextInt(5); members > 0; members--) {
          member();
        }
        add("}");
      }
      case 1 -> {
        add("block", name());
        parameters();
        body(3);
      }
      default -> {
        add(random.nextBoolean() ? "train" : "hardware", name(), "{");
        for (int settings = random.nextInt(6); settings > 0; settings--) {
          setting();
        }
        add("}");
      }
    }
  }

  private void parameters() {
    if (random.nextBoolean()) {
      add("(");
      for (int index = random.nextInt(4); index > 0; index--) {
        add(name());
        if (random.nextBoolean()) {
          add("=");
          expression(1);
        }
        if (index > 1) {
          add(",");
        }
      }
      add(")");
    }
  }

  private void member() {
    switch (random.nextInt(3)) {
      case 0 -> {
        add("input", name(), ":", "u8", "[");
        expression(1);
        add(",");
        expression(1);
        add("]");
      }
      case 1 -> let(3);
      default -> {
        add("output", name(), "=");
        pipeline(3);
      }
    }
  }

  private void let(int depth) {
    add("let", name(), "=");
    pipeline(depth);
  }

  private void body(int depth) {
    add("{");
    for (int lets = random.nextInt(3); lets > 0; lets--) {
      let(depth - 1);
    }
    call(depth - 1);
    for (int stages = random.nextInt(3); stages > 0; stages--) {
      add("|>");
      call(depth - 1);
    }
    add("}");
  }

  private void setting() {
    add(random.nextInt(3) == 0 ? "fold" : random.nextBoolean() ? "key" : "throughput");
    switch (random.nextInt(4)) {
      case 0 -> add("-", "3", "MHz");
      case 1 -> add("(", "4", ")");
      case 2 -> call(2);
      default -> {
        expression(2);
        add(random.nextBoolean() ? "fps" : "luts");
      }
    }
  }

  private void pipeline(int depth) {
    expression(depth);
    for (int stages = depth <= 0 ? 0 : random.nextInt(7); stages > 0; stages--) {
      add("|>");
      if (random.nextInt(6) == 0) {
        add("repeat", "(");
        expression(1);
        add(")");
        body(depth - 1);
      } else {
        call(depth - 1);
      }
    }
  }

  private void call(int depth) {
    add(name());
    if (random.nextBoolean()) {
      add("(");
      for (int index = random.nextInt(4); index > 0; index--) {
        if (random.nextBoolean()) {
          add(random.nextInt(4) == 0 ? "train" : name(), "=");
        }
        pipeline(Math.max(0, depth - 1));
        if (index > 1) {
          add(",");
        }
      }
      add(")");
    }
  }

  private void expression(int depth) {
    for (int index = random.nextInt(4) == 0 ? 3 : 1; index > 0; index--) {
      if (random.nextInt(5) == 0) {
        add("-");
      }
      primary(depth);
      if (index > 1) {
        add(List.of("+", "-", "*", "/").get(random.nextInt(4)));
      }
    }
  }

  private void primary(int depth) {
    switch (depth <= 0 ? 0 : random.nextInt(6)) {
      case 1 -> call(depth - 1);
      case 2 -> {
        add("(");
        pipeline(depth - 1);
        add(")");
      }
      case 3 -> {
        add("[");
        for (int index = random.nextInt(20); index > 0; index--) {
          add(VALUES[random.nextInt(VALUES.length)]);
          if (index > 1) {
            add(",");
          }
        }
        add("]");
      }
      default -> add(VALUES[random.nextInt(VALUES.length)]);
    }
  }
}
