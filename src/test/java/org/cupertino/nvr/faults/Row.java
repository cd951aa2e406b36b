package org.cupertino.nvr.faults;

import java.util.function.UnaryOperator;
import org.cupertino.nvr.support.Mosquitto;

/**
 * One kind of fault.
 *
 * @param name what happens
 * @param brief whether it belongs to the half that each build runs
 * @param broker what is special about the row's broker
 * @param act injects the faults, in a processor that has begun to publish
 */
record Row(String name, boolean brief, UnaryOperator<Mosquitto> broker, Act act) {

    static Row brief(String name, Act act) {
        return new Row(name, true, broker -> broker, act);
    }

    static Row full(String name, Act act) {
        return new Row(name, false, broker -> broker, act);
    }

    Row with(UnaryOperator<Mosquitto> special) {
        return new Row(name, brief, special, act);
    }

    /** May wait, and may throw whatever shows that something is wrong. */
    @FunctionalInterface
    interface Act {
        void run(Stage stage) throws Exception;
    }
}
