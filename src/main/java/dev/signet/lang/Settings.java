package dev.signet.lang;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the sections for training and for hardware have in common: keys with values. */
final class Settings {
  private final String section;
  private final Evaluator evaluator;
  private final Scope scope;
  private final DiagnosticCollector diagnostics;

  /**
   * @param section the word that opens the section
   * @param evaluator of the network it is about
   * @param scope the parameters of that network
   */
  Settings(String section, Evaluator evaluator, Scope scope, DiagnosticCollector diagnostics) {
    this.section = section;
    this.evaluator = evaluator;
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  /** The settings by key, without the unknown and the doubled ones, which are reported. */
  Map<String, Item.Setting> byKey(
      List<Item.Setting> settings, List<String> known, List<String> planned) {
    Map<String, Item.Setting> byKey = new LinkedHashMap<>();
    for (Item.Setting setting : settings) {
      String key = setting.key().text();
      if (planned.contains(key)) {
        diagnostics.report(Diagnostic.notYet(setting.key().span(), "setting " + Quoted.of(key)));
      } else if (!known.contains(key)) {
        unknown(
            setting.key().span(),
            "unknown setting " + Quoted.of(key) + " in a '" + section + "' section",
            "the settings are " + String.join(", ", known),
            Spelling.didYouMean(key, known));
      } else if (byKey.putIfAbsent(key, setting) != null) {
        error(setting.key().span(), Quoted.of(key) + " is set twice", "remove one of the two");
      }
    }
    return byKey;
  }

  /** A setting that is a number. */
  Arguments number(Item.Setting setting, Formal.Kind kind) {
    refuseUnit(setting);
    return bind(setting, kind);
  }

  /** The value of a setting, under its key. */
  Arguments bind(Item.Setting setting, Formal.Kind kind) {
    Formal formal = Formal.required(setting.key().text(), kind);
    Expression.Argument argument =
        new Expression.Argument(Optional.empty(), setting.value(), setting.value().span());
    return evaluator
        .binder(scope)
        .bind(
            new Expression.Name(section, setting.key().span()), List.of(formal), List.of(argument));
  }

  /** A setting that is a word, perhaps with arguments. */
  Optional<Expression.Call> choice(Item.Setting setting) {
    return choice(setting, setting.value());
  }

  private Optional<Expression.Call> choice(Item.Setting setting, Expression value) {
    refuseUnit(setting);
    return switch (value) {
      case Expression.Name name -> Optional.of(new Expression.Call(name, List.of(), name.span()));
      case Expression.Call call -> Optional.of(call);
      case Expression.Invalid _ -> Optional.empty();
      case Expression.IntegerLiteral _,
          Expression.RealLiteral _,
          Expression.TextLiteral _,
          Expression.TruthLiteral _,
          Expression.ListLiteral _,
          Expression.Arithmetic _,
          Expression.Negation _,
          Expression.Repeat _,
          Expression.Pipeline _ -> {
        error(
            value.span(),
            Quoted.of(setting.key().text()) + " must be a name",
            "write a name behind '" + setting.key().text() + "'");
        yield Optional.empty();
      }
    };
  }

  /**
   * The word a setting chooses.
   *
   * @param known what can be chosen
   * @param planned what will be
   */
  Optional<Expression.Call> choice(Item.Setting setting, List<String> known, List<String> planned) {
    return choice(setting, setting.value(), known, planned);
  }

  /** The words of a setting that is one, or a list of them. */
  List<Expression.Call> choices(Item.Setting setting, List<String> known) {
    List<Expression> values =
        setting.value() instanceof Expression.ListLiteral list
            ? list.elements()
            : List.of(setting.value());
    return values.stream()
        .flatMap(value -> choice(setting, value, known, List.of()).stream())
        .toList();
  }

  private Optional<Expression.Call> choice(
      Item.Setting setting, Expression value, List<String> known, List<String> planned) {
    Optional<Expression.Call> call = choice(setting, value);
    if (call.isEmpty() || known.contains(call.get().callee().text())) {
      return call;
    }
    Expression.Name callee = call.get().callee();
    String what = setting.key().text() + " " + Quoted.of(callee.text());
    if (planned.contains(callee.text())) {
      diagnostics.report(
          Diagnostic.notYet(callee.span(), what)
              .withSuggestion("use " + String.join(" or ", known)));
    } else {
      unknown(
          callee.span(),
          "unknown " + what,
          "it can be " + String.join(", ", known),
          Spelling.didYouMean(callee.text(), known));
    }
    return Optional.empty();
  }

  /** The arguments of a choice. */
  Arguments arguments(Expression.Call call, List<Formal> formals) {
    return evaluator.binder(scope).bind(call.callee(), formals, call.arguments());
  }

  /** The value of an expression in a section. */
  Value evaluate(Expression expression) {
    return evaluator.evaluate(expression, scope);
  }

  private void refuseUnit(Item.Setting setting) {
    setting
        .unit()
        .ifPresent(
            unit ->
                error(
                    unit.span(),
                    Quoted.of(setting.key().text()) + " has no unit",
                    "leave out '" + unit.text() + "'"));
  }

  void warn(SourceSpan span, String message, String suggestion) {
    diagnostics.report(
        Diagnostic.warning(DiagnosticCode.SETTING, span, message).withSuggestion(suggestion));
  }

  /** Reports a name that is none of those there are. */
  void unknown(SourceSpan span, String message, String note, Optional<String> suggestion) {
    diagnostics.report(
        Diagnostic.error(DiagnosticCode.SETTING, span, message)
            .withNote(note)
            .withSuggestion(suggestion));
  }

  void error(SourceSpan span, String message, String suggestion) {
    diagnostics.report(
        Diagnostic.error(DiagnosticCode.SETTING, span, message).withSuggestion(suggestion));
  }
}
