package dev.signet.lang;

import dev.signet.lang.grammar.SignetParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/**
 * Turns parse trees into syntax trees. What the parser could not read becomes {@link
 * Expression.Invalid}; a part without a name is left out.
 */
final class SyntaxTreeBuilder {
  private final TokenSpans spans;
  private final DiagnosticCollector diagnostics;

  SyntaxTreeBuilder(TokenSpans spans, DiagnosticCollector diagnostics) {
    this.spans = spans;
    this.diagnostics = diagnostics;
  }

  List<Item> items(SignetParser.FileContext file) {
    List<Item> items = new ArrayList<>();
    for (SignetParser.ItemContext item : file.item()) {
      if (item.network() != null) {
        network(item.network()).ifPresent(items::add);
      } else if (item.block() != null) {
        block(item.block()).ifPresent(items::add);
      } else if (item.train() != null) {
        SignetParser.TrainContext train = item.train();
        name(train.ID())
            .map(name -> new Item.TrainItem(name, settings(train.setting()), spans.of(train)))
            .ifPresent(items::add);
      } else if (item.hardware() != null) {
        SignetParser.HardwareContext hardware = item.hardware();
        name(hardware.ID())
            .map(
                name ->
                    new Item.HardwareItem(name, settings(hardware.setting()), spans.of(hardware)))
            .ifPresent(items::add);
      }
    }
    return items;
  }

  private Optional<Item> network(SignetParser.NetworkContext context) {
    List<Item.Member> members = new ArrayList<>();
    for (SignetParser.MemberContext member : context.member()) {
      if (member.input() != null) {
        SignetParser.InputContext input = member.input();
        name(input.ID())
            .map(name -> new Item.Input(name, type(input.type()), spans.of(input)))
            .ifPresent(members::add);
      } else if (member.let() != null) {
        let(member.let()).ifPresent(members::add);
      } else if (member.output() != null) {
        SignetParser.OutputContext output = member.output();
        name(output.ID())
            .map(
                name ->
                    new Item.Output(name, pipeline(output, output.pipeline()), spans.of(output)))
            .ifPresent(members::add);
      }
    }
    return name(context.ID())
        .map(
            name ->
                new Item.NetworkItem(
                    name, parameters(context.parameters()), members, spans.of(context)));
  }

  private Optional<Item> block(SignetParser.BlockContext context) {
    return name(context.ID())
        .map(
            name ->
                new Item.BlockItem(
                    name,
                    parameters(context.parameters()),
                    body(context, context.body()),
                    spans.of(context)));
  }

  private Item.TypeName type(SignetParser.@Nullable TypeContext context) {
    if (context == null || isBroken(context)) {
      SourceSpan span = context == null ? new SourceSpan(0, 0) : spans.of(context);
      return new Item.TypeName(
          new Expression.Name("", span), List.of(new Expression.Invalid(span)), span);
    }
    return new Item.TypeName(
        nameOf(context.ID().getSymbol()), expressions(context.expression()), spans.of(context));
  }

  private Optional<Item.Let> let(SignetParser.LetContext context) {
    Expression value = pipeline(context, context.pipeline());
    return name(context.ID()).map(name -> new Item.Let(name, value, spans.of(context)));
  }

  private List<Item.Parameter> parameters(SignetParser.@Nullable ParametersContext context) {
    List<Item.Parameter> parameters = new ArrayList<>();
    if (context != null) {
      for (SignetParser.ParameterContext parameter : context.parameter()) {
        Optional<Expression> value =
            Optional.ofNullable(parameter.expression()).map(this::expression);
        name(parameter.ID())
            .map(name -> new Item.Parameter(name, value, spans.of(parameter)))
            .ifPresent(parameters::add);
      }
    }
    return parameters;
  }

  private Expression.Body body(
      ParserRuleContext parent, SignetParser.@Nullable BodyContext context) {
    if (context == null) {
      SourceSpan span = spans.of(parent);
      return new Expression.Body(List.of(), new Expression.Invalid(span), span);
    }
    List<Item.Let> lets = new ArrayList<>();
    for (SignetParser.LetContext let : context.let()) {
      let(let).ifPresent(lets::add);
    }
    return new Expression.Body(lets, result(context, context.result()), spans.of(context));
  }

  private List<Item.Setting> settings(List<SignetParser.SettingContext> contexts) {
    List<Item.Setting> settings = new ArrayList<>();
    for (SignetParser.SettingContext context : contexts) {
      Expression value =
          context.expression() == null || isBroken(context)
              ? new Expression.Invalid(spans.of(context))
              : expression(context.expression());
      Optional<Expression.Name> unit = name(context.UNIT());
      name(context.ID())
          .map(key -> new Item.Setting(key, value, unit, spans.of(context)))
          .ifPresent(settings::add);
    }
    return settings;
  }

  private Expression pipeline(
      ParserRuleContext parent, SignetParser.@Nullable PipelineContext context) {
    if (context == null || isBroken(context)) {
      return new Expression.Invalid(spans.of(context == null ? parent : context));
    }
    Expression head =
        context.repeat() != null ? repeat(context.repeat()) : expression(context.expression());
    return pipeline(head, context.stage(), spans.of(context));
  }

  private Expression result(
      ParserRuleContext parent, SignetParser.@Nullable ResultContext context) {
    if (context == null || isBroken(context)) {
      return new Expression.Invalid(spans.of(context == null ? parent : context));
    }
    Expression head = context.repeat() != null ? repeat(context.repeat()) : call(context.call());
    return pipeline(head, context.stage(), spans.of(context));
  }

  private Expression pipeline(
      Expression head, List<SignetParser.StageContext> contexts, SourceSpan span) {
    if (contexts.isEmpty()) {
      return head;
    }
    List<Expression> stages = new ArrayList<>();
    for (SignetParser.StageContext stage : contexts) {
      if (isBroken(stage)) {
        stages.add(new Expression.Invalid(spans.of(stage)));
      } else {
        stages.add(stage.repeat() != null ? repeat(stage.repeat()) : call(stage.call()));
      }
    }
    return new Expression.Pipeline(head, stages, span);
  }

  private Expression repeat(SignetParser.RepeatContext context) {
    if (isBroken(context) || context.expression() == null) {
      return new Expression.Invalid(spans.of(context));
    }
    return new Expression.Repeat(
        expression(context.expression()), body(context, context.body()), spans.of(context));
  }

  private Expression call(SignetParser.CallContext context) {
    SignetParser.ArgumentsContext arguments = context.arguments();
    if (isBroken(context) || (arguments != null && isBroken(arguments))) {
      return new Expression.Invalid(spans.of(context));
    }
    Expression.Name callee = nameOf(context.ID().getSymbol());
    if (arguments == null) {
      return callee;
    }
    List<Expression.Argument> values = new ArrayList<>();
    for (SignetParser.ArgumentContext argument : arguments.argument()) {
      Optional<Expression.Name> name =
          argument.word() == null || isBroken(argument.word())
              ? Optional.empty()
              : Optional.of(nameOf(argument.word().getStart()));
      Expression value =
          isBroken(argument)
              ? new Expression.Invalid(spans.of(argument))
              : pipeline(argument, argument.pipeline());
      values.add(new Expression.Argument(name, value, spans.of(argument)));
    }
    return new Expression.Call(callee, values, spans.of(context));
  }

  private List<Expression> expressions(List<SignetParser.ExpressionContext> contexts) {
    List<Expression> expressions = new ArrayList<>();
    for (SignetParser.ExpressionContext context : contexts) {
      expressions.add(expression(context));
    }
    return expressions;
  }

  private Expression expression(SignetParser.ExpressionContext context) {
    List<Expression> operands = new ArrayList<>();
    for (SignetParser.TermContext operand : context.term()) {
      operands.add(term(operand));
    }
    return arithmetic(context, operands);
  }

  private Expression term(SignetParser.TermContext context) {
    List<Expression> operands = new ArrayList<>();
    for (SignetParser.FactorContext operand : context.factor()) {
      operands.add(factor(operand));
    }
    return arithmetic(context, operands);
  }

  private Expression arithmetic(ParserRuleContext context, List<Expression> operands) {
    if (isBroken(context) || context.getChildCount() != 2 * operands.size() - 1) {
      return new Expression.Invalid(spans.of(context));
    }
    if (operands.size() == 1) {
      return operands.getFirst();
    }
    List<Expression.Operation> rest = new ArrayList<>();
    for (int index = 1; index < operands.size(); index++) {
      Token sign = ((TerminalNode) context.getChild(2 * index - 1)).getSymbol();
      Expression.Operator operator =
          switch (sign.getType()) {
            case SignetParser.PLUS -> Expression.Operator.ADD;
            case SignetParser.MINUS -> Expression.Operator.SUBTRACT;
            case SignetParser.STAR -> Expression.Operator.MULTIPLY;
            default -> Expression.Operator.DIVIDE;
          };
      rest.add(new Expression.Operation(operator, spans.of(sign), operands.get(index)));
    }
    return new Expression.Arithmetic(operands.getFirst(), rest, spans.of(context));
  }

  private Expression factor(SignetParser.FactorContext context) {
    if (isBroken(context) || context.primary() == null) {
      return new Expression.Invalid(spans.of(context));
    }
    Expression operand = primary(context.primary());
    return context.MINUS().size() % 2 == 0
        ? operand
        : new Expression.Negation(operand, spans.of(context));
  }

  private Expression primary(SignetParser.PrimaryContext context) {
    SourceSpan span = spans.of(context);
    if (isBroken(context)) {
      return new Expression.Invalid(span);
    }
    if (context.call() != null) {
      return call(context.call());
    }
    if (context.pipeline() != null) {
      return pipeline(context, context.pipeline());
    }
    if (context.list() != null) {
      return isBroken(context.list())
          ? new Expression.Invalid(span)
          : new Expression.ListLiteral(expressions(context.list().expression()), span);
    }
    Literals literals = new Literals(diagnostics);
    Token token = context.getStart();
    return switch (token.getType()) {
      case SignetParser.INTEGER -> literals.integer(token.getText(), span);
      case SignetParser.REAL -> literals.real(token.getText(), span);
      case SignetParser.TEXT -> literals.text(token.getText(), span);
      case SignetParser.TRUE -> new Expression.TruthLiteral(true, span);
      case SignetParser.FALSE -> new Expression.TruthLiteral(false, span);
      default -> new Expression.Invalid(span);
    };
  }

  private Optional<Expression.Name> name(@Nullable TerminalNode node) {
    return node == null || node instanceof ErrorNode
        ? Optional.empty()
        : Optional.of(nameOf(node.getSymbol()));
  }

  private Expression.Name nameOf(Token token) {
    return new Expression.Name(token.getText(), spans.of(token));
  }

  private static boolean isBroken(ParserRuleContext context) {
    if (context.exception != null || context.getChildCount() == 0) {
      return context.exception != null || !(context instanceof SignetParser.ArgumentsContext);
    }
    for (ParseTree child : context.children) {
      if (child instanceof ErrorNode) {
        return true;
      }
    }
    return false;
  }
}
