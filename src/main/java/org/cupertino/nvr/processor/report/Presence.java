package org.cupertino.nvr.processor.report;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.camel.ExchangeProperty;
import org.cupertino.nvr.identity.Instance;
import org.cupertino.nvr.routes.RouteNames;
import org.cupertino.nvr.wire.Status;

/**
 * The bean {@code presence} of the routes: under which id statuses go out. It is always the id that
 * the Last Will of their connection names, so whenever the process is killed the will replaces its
 * last status.
 *
 * <p>After a rename the route clears the status under the old id first, while the will names that;
 * then the connection is made anew with a will under the new id; then the old id is cleared once
 * more, because the broker may have published the old will. Only then a status goes out under the
 * new id. A step that fails is repeated before the next status. Thread-safe.
 */
public final class Presence {
    private final Instance instance;
    private final Runnable renewal;
    private final Set<String> former = new LinkedHashSet<>();
    private String id;

    /**
     * @param renewal connects anew, with the will as it is then, and returns when that is done or
     *     takes too long
     */
    public Presence(Instance instance, Runnable renewal) {
        this.instance = instance;
        this.renewal = renewal;
        this.id = instance.id();
    }

    /** The id that the Last Will names. */
    public synchronized String id() {
        return id;
    }

    /** Whether a status under an id from before a rename may still be retained. */
    public synchronized boolean hasFormerId() {
        return !former.isEmpty() || !id.equals(instance.id());
    }

    /** The id whose status is to be cleared next. */
    public synchronized String formerId() {
        return former.isEmpty() ? id : former.iterator().next();
    }

    /** The broker has cleared the status under that id. */
    public void cleared(@ExchangeProperty(RouteNames.FORMER_ID) String cleared) {
        synchronized (this) {
            if (former.remove(cleared)) {
                return;
            }
            former.add(id);
            id = instance.id();
            former.remove(id);
        }
        renewal.run();
    }

    /** The status as it goes out now. */
    public Status outgoing(@ExchangeProperty(RouteNames.STATUS) Status status) {
        return status.withInstanceId(id());
    }
}
