package dev.signet.lang;

import java.util.List;
import java.util.Optional;

/** The syntax of what stands at the top of a source, and of its parts. */
sealed interface Item {

  /** What it declares, or the network it is about. */
  Expression.Name name();

  SourceSpan span();

  record NetworkItem(
      Expression.Name name, List<Parameter> parameters, List<Member> members, SourceSpan span)
      implements Item {}

  record BlockItem(
      Expression.Name name, List<Parameter> parameters, Expression.Body body, SourceSpan span)
      implements Item {}

  /** How to train the network of this name. */
  record TrainItem(Expression.Name name, List<Setting> settings, SourceSpan span) implements Item {}

  /** How to build the network of this name. */
  record HardwareItem(Expression.Name name, List<Setting> settings, SourceSpan span)
      implements Item {}

  record Parameter(Expression.Name name, Optional<Expression> defaultValue, SourceSpan span) {}

  /** A key, its value and perhaps a unit. */
  record Setting(
      Expression.Name key, Expression value, Optional<Expression.Name> unit, SourceSpan span) {}

  /** A part of a network. */
  sealed interface Member {
    SourceSpan span();
  }

  record Input(Expression.Name name, TypeName type, SourceSpan span) implements Member {}

  record Let(Expression.Name name, Expression value, SourceSpan span) implements Member {}

  record Output(Expression.Name name, Expression value, SourceSpan span) implements Member {}

  record TypeName(Expression.Name element, List<Expression> extents, SourceSpan span) {}
}
