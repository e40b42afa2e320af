package dev.signet.rtl;

import static dev.signet.rtl.RtlExpressionParser.WIDEST;

import dev.signet.ir.BitMatrix;
import dev.signet.rtl.RtlLexer.Kind;
import dev.signet.rtl.RtlLexer.Token;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads the text that {@link RtlPrinter} writes, which also describes it. A module stands before
 * those that hold it; signals may be used before they are declared.
 */
public final class RtlParser {
  private static final int DEEPEST_HIERARCHY = 200;
  private static final int MOST_MEMORY_BITS = 1 << 30;
  private static final Set<String> DECLARATIONS =
      Set.of("input", "output", "wire", "register", "read");

  private final RtlTokens tokens;
  private final Map<String, RtlModule> modules = new LinkedHashMap<>();
  private final Map<String, Integer> heights = new HashMap<>();

  private RtlParser(String text) {
    tokens = new RtlTokens(text);
  }

  /**
   * Reads and verifies a design.
   *
   * @throws RtlException when the text cannot be read, with line and column, or when the design
   *     breaks a rule, with module and signal
   */
  public static Design parse(String text) {
    return RtlVerifier.verify(new RtlParser(text).design());
  }

  private Design design() {
    while (tokens.accept("module")) {
      module();
    }
    if (!tokens.at("top")) {
      throw tokens.peek().error("expected 'module' or 'top' but found " + tokens.peek().describe());
    }
    tokens.take();
    Token name = tokens.name();
    RtlModule top = known(name);
    tokens.expect(";");
    List<Design.StreamProbe> streams = new ArrayList<>();
    while (tokens.accept("stream")) {
      streams.add(stream());
    }
    if (tokens.peek().kind() != Kind.END) {
      throw tokens.peek().error("expected 'stream' but found " + tokens.peek().describe());
    }
    Design design = new Design(top, streams);
    Set<String> used = design.modules().stream().map(RtlModule::name).collect(Collectors.toSet());
    for (String module : modules.keySet()) {
      if (!used.contains(module)) {
        throw name.error("module '" + module + "' is no part of '" + name.text() + "'");
      }
    }
    return design;
  }

  private RtlModule known(Token name) {
    RtlModule module = modules.get(name.text());
    if (module == null) {
      throw name.error("there is no module " + name.describe() + " before");
    }
    return module;
  }

  private Design.StreamProbe stream() {
    String name = tokens.string();
    tokens.expect("valid");
    String valid = path();
    tokens.expect("ready");
    String ready = path();
    String occupancy = tokens.accept("occupancy") ? path() : "";
    tokens.expect("depth");
    int depth = tokens.number("a depth", 0, 999_999_999);
    tokens.expect(";");
    return new Design.StreamProbe(name, valid, ready, occupancy, depth);
  }

  private String path() {
    StringBuilder path = new StringBuilder(tokens.name().text());
    while (tokens.accept(".")) {
      path.append('.').append(tokens.name().text());
    }
    return path.toString();
  }

  private void module() {
    Token name = tokens.name();
    if (modules.containsKey(name.text())) {
      throw name.error("module " + name.describe() + " is there twice");
    }
    List<String> comments = tokens.expectAndComments("{");
    ModuleBody body = new ModuleBody();
    body.declareAll();
    while (!tokens.accept("}")) {
      body.statement();
    }
    if (body.height > DEEPEST_HIERARCHY) {
      throw name.error("modules are nested more than " + DEEPEST_HIERARCHY + " deep");
    }
    heights.put(name.text(), body.height);
    modules.put(
        name.text(),
        new RtlModule(
            name.text(),
            String.join("\n", comments),
            body.ports,
            List.copyOf(body.memories.values()),
            body.statements));
  }

  /** What stands between the braces of a module. */
  private final class ModuleBody {
    final List<Port> ports = new ArrayList<>();
    final Map<String, Memory> memories = new LinkedHashMap<>();
    final List<Statement> statements = new ArrayList<>();
    final Map<String, Signal> signals = new HashMap<>();
    final RtlExpressionParser expressions = new RtlExpressionParser(tokens, signals);
    int height = 1;

    /** Finds every signal's width before anything is read that may use it; then goes back. */
    void declareAll() {
      Token start = tokens.peek();
      while (!tokens.at("}") && tokens.peek().kind() != Kind.END) {
        boolean declaration = DECLARATIONS.contains(tokens.peek().text());
        boolean instance = tokens.at("instance");
        tokens.take();
        if (declaration) {
          declared();
        }
        while (!tokens.at(";") && tokens.peek().kind() != Kind.END) {
          if (instance && tokens.at("->")) {
            tokens.take();
            outputs();
          } else {
            tokens.take();
          }
        }
        tokens.take();
      }
      tokens.rewind(start);
    }

    private Signal declared() {
      Token name = tokens.name();
      tokens.expect(":");
      int width = tokens.number("a width", 1, WIDEST);
      Signal signal = RtlTokens.make(name, () -> new Signal(name.text(), width));
      Signal other = signals.putIfAbsent(name.text(), signal);
      if (other != null && other.width() != width) {
        throw name.error(
            "%s has %d bits here and %d elsewhere"
                .formatted(name.describe(), width, other.width()));
      }
      return signal;
    }

    void statement() {
      Token keyword = tokens.word("a statement");
      switch (keyword.text()) {
        case "input" -> ports.add(Port.input(declared()));
        case "output" -> ports.add(Port.output(declared()));
        case "memory" -> memory();
        case "wire" -> {
          Signal target = declared();
          Token equals = tokens.peek();
          tokens.expect("=");
          Expression value = expressions.parse();
          add(equals, () -> new Statement.Assign(target, value));
        }
        case "register" -> register();
        case "read" -> {
          Signal target = declared();
          Token arrow = tokens.peek();
          tokens.expect("<=");
          Memory memory = knownMemory();
          Expression address = address();
          tokens.expect("when");
          Expression enable = expressions.parse();
          add(arrow, () -> new Statement.MemoryRead(target, memory, address, enable));
        }
        case "write" -> {
          Memory memory = knownMemory();
          Expression address = address();
          Token arrow = tokens.peek();
          tokens.expect("<=");
          Expression data = expressions.parse();
          tokens.expect("when");
          Expression enable = expressions.parse();
          add(arrow, () -> new Statement.MemoryWrite(memory, address, data, enable));
        }
        case "instance" -> instance();
        default ->
            throw keyword.error(
                "expected input, output, memory, wire, register, read, write or instance but found "
                    + keyword.describe());
      }
      tokens.expect(";");
    }

    private void add(Token at, Supplier<Statement> statement) {
      statements.add(RtlTokens.make(at, statement));
    }

    private void memory() {
      Token name = tokens.name();
      tokens.expect(":");
      int width = tokens.number("a width", 1, WIDEST);
      tokens.expect("x");
      int depth = tokens.number("a depth", 1, MOST_MEMORY_BITS / width);
      Optional<BitMatrix> contents = Optional.empty();
      if (tokens.accept("=")) {
        contents = Optional.of(contents(width, depth));
      }
      if (memories.put(name.text(), new Memory(name.text(), width, depth, contents)) != null) {
        throw name.error("memory " + name.describe() + " is there twice");
      }
    }

    private BitMatrix contents(int width, int depth) {
      tokens.expect("{");
      Token start = tokens.peek();
      int stride = BitMatrix.wordsFor(width);
      // Grows with the text, not with what it claims.
      long[] words = new long[0];
      int rows = 0;
      while (!tokens.at("}")) {
        Token row = tokens.word("a row");
        if (rows == depth) {
          throw row.error("the memory has more than " + depth + " rows");
        }
        if (words.length < (rows + 1) * stride) {
          words = Arrays.copyOf(words, Math.min(depth, 2 * rows + 1) * stride);
        }
        fill(row, width, words, rows * stride);
        rows++;
      }
      tokens.expect("}");
      if (rows != depth) {
        throw start.error("the memory has " + depth + " rows, but " + rows + " are given");
      }
      long[] all = Arrays.copyOf(words, depth * stride);
      return BitMatrix.of(depth, width, all);
    }

    private void fill(Token row, int width, long[] words, int offset) {
      String digits = row.text();
      for (int i = 0; i < digits.length(); i++) {
        int digit = Character.digit(digits.charAt(i), 16);
        long bit = 4L * (digits.length() - 1 - i);
        if (digit < 0) {
          throw row.error(row.describe() + " is no hexadecimal number");
        }
        if (digit != 0 && bit + 32 - Integer.numberOfLeadingZeros(digit) > width) {
          throw row.error(row.describe() + " has more than " + width + " bits");
        }
        if (digit != 0) {
          words[offset + (int) (bit / 64)] |= (long) digit << (bit % 64);
        }
      }
    }

    private Memory knownMemory() {
      Token name = tokens.name();
      Memory memory = memories.get(name.text());
      if (memory == null) {
        throw name.error("the module has no memory " + name.describe() + " before");
      }
      return memory;
    }

    private Expression address() {
      tokens.expect("[");
      Expression address = expressions.parse();
      tokens.expect("]");
      return address;
    }

    private void register() {
      Signal target = declared();
      Token arrow = tokens.peek();
      tokens.expect("<=");
      Expression next = expressions.parse();
      Optional<Expression> enable =
          tokens.accept("when") ? Optional.of(expressions.parse()) : Optional.empty();
      Optional<BigInteger> reset =
          tokens.accept("reset") ? Optional.of(resetValue()) : Optional.empty();
      add(arrow, () -> new Statement.Register(target, next, enable, reset));
    }

    private BigInteger resetValue() {
      Token word = tokens.word("a value");
      if (tokens.at("'")) {
        return expressions.constant(word).value();
      }
      if (word.text().length() > 9 || !word.text().chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw word.error("expected a number or a constant but found " + word.describe());
      }
      return new BigInteger(word.text());
    }

    private void instance() {
      Token name = tokens.name();
      tokens.expect(":");
      Token module = tokens.name();
      RtlModule inner = known(module);
      tokens.expect("(");
      Map<String, Expression> inputs = new HashMap<>();
      while (!tokens.at(")")) {
        Token port = tokens.name();
        tokens.expect("=");
        if (inputs.put(port.text(), expressions.parse()) != null) {
          throw port.error("port " + port.describe() + " is connected twice");
        }
        if (!tokens.accept(",")) {
          break;
        }
      }
      tokens.expect(")");
      tokens.expect("->");
      Map<String, Signal> outputs = outputs();
      height = Math.max(height, 1 + heights.getOrDefault(module.text(), 0));
      add(name, () -> new Statement.Instance(name.text(), inner, inputs, outputs));
    }

    private Map<String, Signal> outputs() {
      tokens.expect("(");
      Map<String, Signal> outputs = new HashMap<>();
      while (!tokens.at(")")) {
        Token port = tokens.name();
        tokens.expect("=");
        if (outputs.put(port.text(), declared()) != null) {
          throw port.error("port " + port.describe() + " is connected twice");
        }
        if (!tokens.accept(",")) {
          break;
        }
      }
      tokens.expect(")");
      return outputs;
    }
  }
}
