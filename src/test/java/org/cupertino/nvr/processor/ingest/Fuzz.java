package org.cupertino.nvr.processor.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Plays damaged video in processes of their own, for as many minutes as wanted, and keeps the input
 * of each that crashed or hung. Fails if there is any.
 */
final class Fuzz {
    private static final Path FOLDER = Path.of("target/fuzz");
    private static final Duration HUNG = Duration.ofSeconds(30);

    private final long end;
    private final List<String> found = new ArrayList<>();
    private volatile long seed;
    private volatile long changedAt;
    private long runs;
    private long pictures;

    private Fuzz(long minutes, long seed) {
        end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        this.seed = seed;
    }

    /**
     * @param arguments minutes, and the first seed
     */
    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(FOLDER);
        Fuzz fuzz = new Fuzz(Long.parseLong(arguments[0]), Long.parseLong(arguments[1]));
        System.out.println("first seed " + fuzz.seed);
        while (System.nanoTime() - fuzz.end < 0) {
            fuzz.run();
        }
        System.out.printf(
                "%d inputs, %d pictures, last seed %d, found %s%n",
                fuzz.runs, fuzz.pictures, fuzz.seed, fuzz.found);
        System.exit(fuzz.found.isEmpty() ? 0 : 1);
    }

    private void run() throws IOException, InterruptedException {
        Process child =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-Xmx256m",
                                "-XX:ErrorFile=" + FOLDER + "/hs_err_%p.log",
                                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                                "-Dorg.bytedeco.javacpp.maxBytes=0",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FuzzChild.class.getName(),
                                FOLDER.toString(),
                                Long.toString(seed))
                        .redirectError(FOLDER.resolve("child.log").toFile())
                        .start();
        long first = seed;
        changedAt = System.nanoTime();
        CountDownLatch over = new CountDownLatch(1);
        Thread reader = new Thread(() -> follow(child, over));
        reader.start();
        boolean ended = false;
        while (!ended && System.nanoTime() - end < 0 && !isHung()) {
            ended = over.await(1, TimeUnit.SECONDS);
        }
        if (ended) {
            keep("crash, exit status " + child.waitFor());
        } else if (isHung()) {
            keep("hang");
        }
        child.destroyForcibly();
        reader.join();
        runs += seed - first;
        seed++;
    }

    private boolean isHung() {
        return System.nanoTime() - changedAt > HUNG.toNanos();
    }

    private void follow(Process child, CountDownLatch over) {
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            long before = pictures;
            String line = lines.readLine();
            while (line != null) {
                String[] parts = line.split(" ");
                if (parts.length == 2 && parts[0].matches("[0-9]+")) {
                    seed = Long.parseLong(parts[0]);
                    pictures = before + Long.parseLong(parts[1]);
                    changedAt = System.nanoTime();
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            // It is over, in whatever way.
            return;
        } finally {
            over.countDown();
        }
    }

    private void keep(String what) throws IOException {
        found.add("seed " + seed + ": " + what);
        System.out.println(found.get(found.size() - 1));
        Path kept = Files.createDirectories(FOLDER.resolve("seed-" + seed));
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        file,
                        kept.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
