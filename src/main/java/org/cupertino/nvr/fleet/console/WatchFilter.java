package org.cupertino.nvr.fleet.console;

/**
 * What of all that is published a watcher wants to see.
 *
 * @param source number of the only camera, or null for all; answers to commands name no camera and
 *     are not affected
 * @param instance id of the only instance, or null for all
 */
public record WatchFilter(Integer source, String instance) {
    public static final WatchFilter NONE = new WatchFilter(null, null);

    boolean wantsSource(int id) {
        return source == null || source == id;
    }

    boolean wantsInstance(String id) {
        return instance == null || instance.equals(id);
    }
}
