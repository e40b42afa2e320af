package dev.signet.train;

import java.util.ArrayList;
import java.util.List;

/** The memory of a batch: rows for each value of a plan. */
final class BatchRows {
  private final Plan plan;
  private final int batch;
  private final List<Rows> rows = new ArrayList<>();

  private BatchRows(Plan plan, int batch) {
    this.plan = plan;
    this.batch = batch;
  }

  /**
   * @param batch the most images
   */
  static List<Rows> of(Plan plan, int batch) {
    BatchRows memory = new BatchRows(plan, batch);
    // From the last on: the gradient by sums is that by what follows, where it can be.
    for (int value = plan.values().size() - 1; value >= 0; value--) {
      memory.rows.addFirst(memory.rowsOf(value));
    }
    return memory.rows;
  }

  private Rows rowsOf(int value) {
    return switch (plan.values().get(value)) {
      case Value.Pixels pixels -> {
        Stage.Take take = (Stage.Take) plan.producer(value);
        yield Rows.Pixels.of(pixels, batch, !take.places());
      }
      case Value.Codes codes ->
          Rows.Codes.of(
              codes,
              batch,
              plan.producer(value) instanceof Stage.Take ? Gradient.none() : fresh(codes),
              packsColumns(value));
      case Value.Sums sums -> Rows.Sums.of(sums, batch, new Gradient(slopes(value, sums)));
      case Value.Scores scores -> Rows.Scores.of(scores, batch, fresh(scores));
    };
  }

  private Gradient fresh(Value value) {
    return Gradient.of(Math.multiplyExact(batch, value.map().places()), value.map().channels());
  }

  /**
   * Whether an activation packs its signs down the columns too: of vectors it can, and dense layers
   * want them.
   */
  private boolean packsColumns(int value) {
    return plan.values().get(value).map().places() == 1
        && plan.values().get(value) instanceof Value.Codes codes
        && codes.bits() == 1
        && plan.producer(value) instanceof Stage.Activation activation
        && activation.pool().isEmpty();
  }

  /** The gradient by sums; where an activation alone takes them it works on its result's. */
  private float[][] slopes(int value, Value.Sums sums) {
    List<Stage> consumers = plan.consumers(value);
    if (consumers.size() == 1
        && consumers.getFirst() instanceof Stage.Activation activation
        && activation.pool().isEmpty()) {
      return rows.get(activation.result() - value - 1).gradient().rows;
    }
    return fresh(sums).rows;
  }
}
