package org.cupertino.nvr.processor.ingest;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks host names up within a deadline. The look-up itself cannot be broken off, so it has a
 * thread of its own, one a name however many cameras ask; libav's own would block its caller.
 */
final class HostResolver {
    /** Asks the system; replaced in tests. */
    @FunctionalInterface
    interface LookUp {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    static final HostResolver SYSTEM = new HostResolver(InetAddress::getAllByName);

    private static final long SLICE_MS = 50;

    private final LookUp lookUp;
    private final ConcurrentMap<String, FutureTask<InetAddress[]>> running =
            new ConcurrentHashMap<>();

    HostResolver(LookUp lookUp) {
        this.lookUp = lookUp;
    }

    /** At least one address. */
    InetAddress[] resolve(String host, Deadline deadline) throws StreamException {
        FutureTask<InetAddress[]> task = running.computeIfAbsent(host, this::start);
        while (!deadline.expired()) {
            try {
                return task.get(SLICE_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                continue;
            } catch (ExecutionException e) {
                throw new StreamException("host name not found");
            } catch (InterruptedException e) {
                deadline.stop();
            }
        }
        throw new StreamException("the name server does not answer");
    }

    private FutureTask<InetAddress[]> start(String host) {
        FutureTask<InetAddress[]> task =
                new FutureTask<>(
                        () -> {
                            try {
                                return lookUp.addresses(host);
                            } finally {
                                running.remove(host);
                            }
                        });
        Thread thread = new Thread(task, "resolve-host");
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}
