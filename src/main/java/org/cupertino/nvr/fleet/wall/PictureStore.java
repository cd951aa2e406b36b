package org.cupertino.nvr.fleet.wall;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The last pictures of each camera; of too many the oldest go. Not thread-safe. */
final class PictureStore {
    static final int MOST_OF_A_CAMERA = 3;

    /** Bytes of one. */
    static final int LARGEST = 2 << 20;

    /** Bytes of all together. */
    static final long MOST_BYTES = 200L << 20;

    /** The frame that a picture is of. */
    record Key(int sourceId, String instanceId, long frameId) {}

    private final Map<Key, byte[]> pictures = new LinkedHashMap<>();
    private final Map<Integer, Deque<Key>> ofCameras = new HashMap<>();
    private final long mostBytes;
    private long bytes;

    PictureStore() {
        this(MOST_BYTES);
    }

    PictureStore(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Whether the bytes begin as a JPEG does and are not too many. */
    static boolean isPicture(byte[] jpeg) {
        return jpeg.length > 3
                && jpeg.length <= LARGEST
                && jpeg[0] == (byte) 0xFF
                && jpeg[1] == (byte) 0xD8
                && jpeg[2] == (byte) 0xFF;
    }

    void put(Key key, byte[] jpeg) {
        remove(key);
        pictures.put(key, jpeg);
        bytes += jpeg.length;
        Deque<Key> others = ofCameras.computeIfAbsent(key.sourceId(), id -> new ArrayDeque<>());
        others.add(key);
        if (others.size() > MOST_OF_A_CAMERA) {
            remove(others.peek());
        }
        while (bytes > mostBytes) {
            remove(pictures.keySet().iterator().next());
        }
    }

    private void remove(Key key) {
        byte[] jpeg = pictures.remove(key);
        if (jpeg != null) {
            bytes -= jpeg.length;
            Deque<Key> others = ofCameras.get(key.sourceId());
            others.remove(key);
            if (others.isEmpty()) {
                ofCameras.remove(key.sourceId());
            }
        }
    }

    /** Null if there is none. */
    byte[] get(Key key) {
        return pictures.get(key);
    }

    boolean has(Key key) {
        return pictures.containsKey(key);
    }

    /** Of all together. */
    long bytes() {
        return bytes;
    }
}
