package dev.signet.report;

import dev.signet.report.Drawing.Dot;
import dev.signet.report.Drawing.Line;
import dev.signet.report.Drawing.Mark;
import dev.signet.report.Drawing.Point;
import dev.signet.report.Drawing.Words;
import java.util.Locale;
import java.util.stream.Collectors;

/** A drawing as SVG. It needs no fonts: words stay words. */
final class DrawingSvg {
  private DrawingSvg() {}

  static String print(Drawing drawing) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\">\n",
            drawing.width(),
            drawing.height(),
            drawing.width(),
            drawing.height()));
    text.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    drawing.marks().forEach(mark -> text.append(print(mark)).append('\n'));
    return text.append("</svg>\n").toString();
  }

  private static String print(Mark mark) {
    return switch (mark) {
      case Line line ->
          String.format(
              Locale.ROOT,
              "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\"%s/>",
              line.points().stream().map(DrawingSvg::print).collect(Collectors.joining(" ")),
              line.colour(),
              number(line.width()),
              line.dashed() ? " stroke-dasharray=\"5 4\"" : "");
      case Dot dot ->
          String.format(
              Locale.ROOT,
              "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"/>",
              number(dot.centre().x()),
              number(dot.centre().y()),
              number(dot.radius()),
              dot.colour());
      case Words words ->
          String.format(
              Locale.ROOT,
              "<text x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>",
              number(words.at().x()),
              number(words.at().y()),
              number(words.size()),
              words.anchor().name().toLowerCase(Locale.ROOT),
              words.colour(),
              words.upwards()
                  ? String.format(
                      Locale.ROOT,
                      " transform=\"rotate(-90 %s %s)\"",
                      number(words.at().x()),
                      number(words.at().y()))
                  : "",
              escaped(words.text()));
    };
  }

  private static String print(Point point) {
    return number(point.x()) + "," + number(point.y());
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
