package org.cupertino.nvr.faults;

import java.io.IOException;
import org.cupertino.nvr.support.ProcessorProcess;

/** Tools of the system, for what Java has no name for. */
final class Shell {
    private Shell() {}

    /** An error of the command is an AssertionError with its output. */
    static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs what a shell reads, where the process has its file systems. */
    static void inside(ProcessorProcess process, String command) throws IOException {
        run("nsenter", "--mount", "--target", pid(process), "sh", "-c", command);
    }

    static String pid(ProcessorProcess process) {
        return Long.toString(process.pid());
    }
}
