package dev.signet.schedule;

import static dev.signet.rtl.Expression.and;
import static dev.signet.rtl.Expression.not;
import static dev.signet.rtl.Expression.or;

import dev.signet.rtl.Expression;
import dev.signet.rtl.ModuleBuilder;
import dev.signet.rtl.RtlModule;
import dev.signet.rtl.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * One stream to several units. Each takes a word when it is ready, and the next word comes when all
 * have taken it. So no unit's valid depends on the ready of another.
 */
final class ForkUnit implements StreamUnit {
  private final StreamFormat format;
  private final int branches;
  private final String comment;

  /**
   * @param branches at least 2
   * @param comment what is forked
   */
  ForkUnit(StreamFormat format, int branches, String comment) {
    this.format = format;
    this.branches = branches;
    this.comment = comment;
  }

  @Override
  public Area area(Technology technology) {
    return Technology.logic(
        (technology.fabric().carryTakesLogic() ? 2.6 : 3.7) * branches, branches);
  }

  @Override
  public long cyclesPerFrame() {
    return format.words();
  }

  /** A branch may have a word that others have not, so that it is not taken yet. */
  @Override
  public Lag lag() {
    return new Lag(-1.0 / format.words(), 0);
  }

  @Override
  public UnitTiming timing(List<StreamTimes> inputs, List<StreamTimes> outputs) {
    return new ForkTiming(inputs.getFirst(), outputs);
  }

  @Override
  public RtlModule build(String moduleName) {
    ModuleBuilder module = new ModuleBuilder(moduleName, comment);
    Signal inData = module.input("in_data", format.width());
    Signal inValid = module.input("in_valid", 1);
    Signal inReady = module.output("in_ready", 1);
    List<Expression> taken = new ArrayList<>();
    for (int branch = 0; branch < branches; branch++) {
      Signal done = new Signal("done_" + branch, 1);
      Signal data = module.output("out_" + branch + "_data", format.width());
      Signal valid = module.output("out_" + branch + "_valid", 1);
      Signal ready = module.input("out_" + branch + "_ready", 1);
      module.assign(data, inData);
      module.assign(valid, and(inValid, not(done)));
      Signal has = module.wire("taken_" + branch, or(done, ready));
      module.resetRegister(done, and(inValid, has, not(inReady)));
      taken.add(has);
    }
    module.assign(inReady, taken.stream().reduce(Expression::and).orElseThrow());
    return module.build();
  }
}
