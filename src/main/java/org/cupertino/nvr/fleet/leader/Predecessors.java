package org.cupertino.nvr.fleet.leader;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which orchestrators before this one have surely ended. Each writes its token into one file,
 * and locks the file for as long as its process lives, also one that hangs. Whoever has the lock
 * knows that all others in the file are gone.
 */
final class Predecessors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Predecessors.class);

    /** Orchestrators that may end one after the other before one of them leads. */
    private static final int MOST = 10;

    private static final int LARGEST_BYTES = 4096;

    private final Path file;
    private final FileChannel channel;
    private final Set<String> ended;

    private Predecessors(Path file, FileChannel channel, Set<String> ended) {
        this.file = file;
        this.channel = channel;
        this.ended = ended;
    }

    /**
     * Adds an orchestrator to the file.
     *
     * @return empty if the one before still lives, or the file cannot be used: nothing is known
     */
    static Optional<Predecessors> of(Path file, String token) {
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                List<String> before = read(channel);
                write(channel, before, token);
                return Optional.of(new Predecessors(file, channel, Set.copyOf(before)));
            }
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("Nothing is known of orchestrators before: {}", e.toString());
        }
        close(channel);
        return Optional.empty();
    }

    /** Their tokens. */
    Set<String> ended() {
        return ended;
    }

    private static List<String> read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LARGEST_BYTES);
        channel.read(bytes, 0);
        return UTF_8.decode(bytes.flip()).toString().lines().distinct().toList();
    }

    private static void write(FileChannel channel, List<String> before, String token)
            throws IOException {
        List<String> last = new ArrayList<>(before);
        last.add(token);
        String text =
                last.stream()
                        .skip(Math.max(0, last.size() - MOST))
                        .collect(Collectors.joining("\n"));
        channel.truncate(0);
        channel.write(UTF_8.encode(text), 0);
        channel.force(true);
    }

    /** This one has said goodbye, so nobody needs to know of it. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", file, e.toString());
        }
        close(channel);
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("Closing a lock: {}", e.toString());
            }
        }
    }
}
