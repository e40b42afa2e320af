package dev.signet.lang;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names that can be used at a place, and the value that flows into the block or repetition
 * there. Mutable: names are added as the text goes on, and each remembers whether it was used.
 */
final class Scope {
  private final Optional<Scope> parent;
  private final Optional<Value> incoming;
  private final Map<String, Binding> bindings = new LinkedHashMap<>();

  private Scope(Optional<Scope> parent, Optional<Value> incoming) {
    this.parent = parent;
    this.incoming = incoming;
  }

  private static final class Binding {
    private final Role role;
    private final Value value;
    private final SourceSpan declared;
    private boolean used;

    private Binding(Role role, Value value, SourceSpan declared) {
      this.role = role;
      this.value = value;
      this.declared = declared;
    }
  }

  /** What a name stands for. */
  enum Role {
    PARAMETER("parameter"),
    INPUT("input"),
    LET("let");

    private final String word;

    Role(String word) {
      this.word = word;
    }
  }

  /** The scope of a network. */
  static Scope outermost() {
    return new Scope(Optional.empty(), Optional.empty());
  }

  /** The scope of a network within that of its parameters. */
  Scope inner() {
    return new Scope(Optional.of(this), Optional.empty());
  }

  /** The scope of a block: it sees nothing of its surroundings but the incoming value. */
  static Scope ofBlock(Value incoming) {
    return new Scope(Optional.empty(), Optional.of(incoming));
  }

  /** The scope of a repetition. */
  Scope within(Value newIncoming) {
    return new Scope(Optional.of(this), Optional.of(newIncoming));
  }

  /** The value that is named {@code in}. */
  Optional<Value> incoming() {
    return incoming;
  }

  void bind(Role role, Expression.Name name, Value value) {
    bindings.put(name.text(), new Binding(role, value, name.span()));
  }

  /** The value of a name, which counts as used from now on. */
  Optional<Value> use(String name) {
    Binding binding = bindings.get(name);
    if (binding != null) {
      binding.used = true;
      return Optional.of(binding.value);
    }
    if (name.equals("in") && incoming.isPresent()) {
      return incoming;
    }
    return parent.flatMap(outer -> outer.use(name));
  }

  /** Where a name was bound, here or further out. */
  Optional<SourceSpan> declaration(String name) {
    Binding binding = bindings.get(name);
    return binding != null
        ? Optional.of(binding.declared)
        : parent.flatMap(outer -> outer.declaration(name));
  }

  /** All names that can be used. */
  Collection<String> names() {
    Set<String> names = new LinkedHashSet<>(bindings.keySet());
    parent.ifPresent(outer -> names.addAll(outer.names()));
    return names;
  }

  /** The name of the network's input, if it has one by now. */
  Optional<String> inputName() {
    return bindings.entrySet().stream()
        .filter(entry -> entry.getValue().role == Role.INPUT)
        .map(Map.Entry::getKey)
        .findFirst()
        .or(() -> parent.flatMap(Scope::inputName));
  }

  /** Warns of each name bound here in this role and not used. */
  void warnOfUnused(Role role, DiagnosticCollector diagnostics) {
    bindings.forEach(
        (name, binding) -> {
          if (binding.role == role && !binding.used) {
            diagnostics.report(
                Diagnostic.warning(
                    DiagnosticCode.UNUSED,
                    binding.declared,
                    role.word + " " + Quoted.of(name) + " is never used"));
          }
        });
  }
}
