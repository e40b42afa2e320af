package dev.signet.lang;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Prints a layout within a width where it can. */
final class LayoutPrinter {
  private static final int WIDTH = 100;
  private static final int STEP = 2;

  private final StringBuilder out = new StringBuilder();
  private final Deque<Pending> pending = new ArrayDeque<>();
  private int column;
  private boolean atLineStart = true;

  /** A comment was written, which reaches to the end of its line. */
  private boolean afterComment;

  private final List<TrailingComment> trailingComments = new ArrayList<>();
  private int line;

  /** A comment behind something, by line, column and offset of the white space before it. */
  private record TrailingComment(int line, int column, int offset) {}

  private record Pending(Layout layout, int indent, boolean flat) {}

  private LayoutPrinter() {}

  /** The text, with a new line at its end unless it is empty. */
  static String print(Layout layout) {
    LayoutPrinter printer = new LayoutPrinter();
    printer.run(layout);
    return printer.out.isEmpty() ? "" : printer.aligned() + "\n";
  }

  private void run(Layout whole) {
    pending.push(new Pending(whole, 0, false));
    while (!pending.isEmpty()) {
      Pending next = pending.pop();
      switch (next.layout()) {
        case Layout.Text text -> write(text.text(), next.indent());
        case Layout.Line line -> {
          if (!next.flat()) {
            newLine(next.indent());
          } else {
            write(line.flat(), next.indent());
          }
        }
        case Layout.FillLine _ -> {
          if (next.flat() || (!afterComment && fits(new Pending(new Layout.Text(" "), 0, true)))) {
            write(" ", next.indent());
          } else {
            newLine(next.indent());
          }
        }
        case Layout.Break(boolean blank) -> {
          if (blank) {
            out.append('\n');
            line++;
          }
          newLine(next.indent());
        }
        case Layout.Comment comment -> writeComment(comment, next.indent());
        case Layout.Indent indent ->
            pending.push(new Pending(indent.content(), next.indent() + STEP, next.flat()));
        case Layout.Group group -> {
          Pending flat = new Pending(group.content(), next.indent(), true);
          pending.push(
              next.flat() || fits(flat)
                  ? flat
                  : new Pending(group.content(), next.indent(), false));
        }
        case Layout.Sequence sequence -> {
          for (Layout part : sequence.parts().reversed()) {
            pending.push(new Pending(part, next.indent(), next.flat()));
          }
        }
      }
    }
  }

  private void write(String text, int indent) {
    if (afterComment) {
      newLine(indent);
    }
    if (atLineStart && !text.isEmpty()) {
      out.append(" ".repeat(column));
      atLineStart = false;
    }
    out.append(text);
    column += text.codePointCount(0, text.length());
  }

  private void writeComment(Layout.Comment comment, int indent) {
    if (comment.trailing()) {
      trailingComments.add(new TrailingComment(line, column, out.length()));
      out.append("  ");
    } else if (!atLineStart) {
      newLine(indent);
    }
    afterComment = false;
    write(comment.text(), indent);
    afterComment = true;
  }

  /** The text with the comments behind consecutive lines moved into one column. */
  private String aligned() {
    StringBuilder text = new StringBuilder(out.length());
    int copied = 0;
    int start = 0;
    while (start < trailingComments.size()) {
      int end = start + 1;
      int widest = trailingComments.get(start).column();
      while (end < trailingComments.size()
          && isBelow(trailingComments.get(end - 1), trailingComments.get(end))) {
        widest = Math.max(widest, trailingComments.get(end).column());
        end++;
      }
      for (TrailingComment comment : trailingComments.subList(start, end)) {
        text.append(out, copied, comment.offset()).repeat(' ', widest - comment.column());
        copied = comment.offset();
      }
      start = end;
    }
    return text.append(out, copied, out.length()).toString();
  }

  /** Whether two comments share a column; one behind an overlong line stands alone. */
  private static boolean isBelow(TrailingComment first, TrailingComment second) {
    return second.line() == first.line() + 1 && first.column() <= WIDTH && second.column() <= WIDTH;
  }

  private void newLine(int indent) {
    if (!out.isEmpty()) {
      out.append('\n');
      line++;
    }
    column = indent;
    atLineStart = true;
    afterComment = false;
  }

  /** Whether a layout and what follows it, up to the next new line, fit into the line. */
  private boolean fits(Pending first) {
    if (afterComment) {
      return false;
    }
    int room = WIDTH - column;
    Deque<Pending> stack = new ArrayDeque<>();
    stack.push(first);
    Iterator<Pending> rest = pending.iterator();
    boolean inside = true;
    while (room >= 0) {
      if (stack.isEmpty()) {
        inside = false;
        if (!rest.hasNext()) {
          return true;
        }
        stack.push(rest.next());
      }
      Pending next = stack.pop();
      switch (next.layout()) {
        case Layout.Text text -> room -= text.text().codePointCount(0, text.text().length());
        case Layout.Line line -> {
          if (!next.flat()) {
            return true;
          }
          room -= line.flat().length();
        }
        case Layout.FillLine _ -> {
          if (!next.flat()) {
            return true;
          }
          room--;
        }
        case Layout.Break _, Layout.Comment _ -> {
          return !inside;
        }
        case Layout.Indent indent -> stack.push(new Pending(indent.content(), 0, next.flat()));
        case Layout.Group group ->
            stack.push(new Pending(group.content(), 0, next.flat() || !inside));
        case Layout.Sequence sequence -> {
          for (Layout part : sequence.parts().reversed()) {
            stack.push(new Pending(part, 0, next.flat()));
          }
        }
      }
    }
    return false;
  }
}
