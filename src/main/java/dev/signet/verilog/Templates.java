package dev.signet.verilog;

import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.stringtemplate.v4.AutoIndentWriter;
import org.stringtemplate.v4.Interpreter;
import org.stringtemplate.v4.ST;
import org.stringtemplate.v4.STErrorListener;
import org.stringtemplate.v4.STGroup;
import org.stringtemplate.v4.STGroupFile;
import org.stringtemplate.v4.misc.STMessage;
import org.stringtemplate.v4.misc.STNoSuchPropertyException;

/** One StringTemplate group. A template that is missing or wrong is a bug and throws. */
public final class Templates {
  private final STGroup group;
  private final Errors errors = new Errors();

  /**
   * Reads {@code templates/<name>.stg}.
   *
   * @throws IllegalStateException when it is not on the class path or has a syntax error
   */
  public Templates(String name) {
    String path = "/templates/" + name + ".stg";
    URL url = Templates.class.getResource(path);
    if (url == null) {
      throw new IllegalStateException("template group " + path + " is not on the class path");
    }
    group = new STGroupFile(url, "UTF-8", '«', '»');
    group.setListener(errors);
    group.registerModelAdaptor(Record.class, Templates::component);
    group.load();
    checkErrors();
  }

  /**
   * Fills a template; the same arguments always give the same text, with {@code \n} as line end.
   */
  public String render(String template, Map<String, ?> arguments) {
    ST st = group.getInstanceOf(template);
    checkErrors();
    if (st == null) {
      throw new IllegalStateException("no template " + template);
    }
    arguments.forEach(st::add);
    StringWriter text = new StringWriter();
    st.write(new AutoIndentWriter(text, "\n"), errors);
    checkErrors();
    return text.toString();
  }

  private void checkErrors() {
    if (!errors.messages.isEmpty()) {
      throw new IllegalStateException("templates: " + errors.messages);
    }
  }

  /** The component of a record, which StringTemplate does not know by itself. */
  private static Object component(
      Interpreter interpreter, ST self, Record model, Object property, String name) {
    for (RecordComponent component : model.getClass().getRecordComponents()) {
      if (component.getName().equals(name)) {
        try {
          // The record may be of another package, for that package's eyes only.
          component.getAccessor().setAccessible(true);
          return component.getAccessor().invoke(model);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(model + "." + name, e);
        }
      }
    }
    throw new STNoSuchPropertyException(null, model, name);
  }

  /** Keeps every message, a missing property included, which StringTemplate would pass over. */
  private static final class Errors implements STErrorListener {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void compileTimeError(STMessage message) {
      messages.add(message.toString());
    }

    @Override
    public void runTimeError(STMessage message) {
      messages.add(message.toString());
    }

    @Override
    public void IOError(STMessage message) {
      messages.add(message.toString());
    }

    @Override
    public void internalError(STMessage message) {
      messages.add(message.toString());
    }
  }
}
