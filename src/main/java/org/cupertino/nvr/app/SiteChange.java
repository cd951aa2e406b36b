package org.cupertino.nvr.app;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.cupertino.nvr.site.SiteCameras;

/**
 * What differs between two states of a site, as numbers of cameras.
 *
 * @param reopened whose address or way of decoding is another one
 * @param rated whose rate is another one
 */
record SiteChange(
        Set<Integer> added, Set<Integer> removed, Set<Integer> reopened, Set<Integer> rated) {

    static SiteChange between(SiteCameras before, SiteCameras now) {
        Set<Integer> old = before.addresses().keySet();
        Set<Integer> current = now.addresses().keySet();
        return new SiteChange(
                those(current, id -> !old.contains(id)),
                those(old, id -> !current.contains(id)),
                those(
                        current,
                        id ->
                                old.contains(id)
                                        && !(before.addressOf(id).equals(now.addressOf(id))
                                                && before.keyFramesOnly(id)
                                                        == now.keyFramesOnly(id))),
                those(
                        current,
                        id -> old.contains(id) && !before.maxFps(id).equals(now.maxFps(id))));
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && reopened.isEmpty() && rated.isEmpty();
    }

    private static Set<Integer> those(Set<Integer> all, Predicate<Integer> wanted) {
        Set<Integer> some = new TreeSet<>(all);
        some.removeIf(wanted.negate());
        return some;
    }
}
