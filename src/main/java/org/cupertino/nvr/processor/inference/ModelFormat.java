package org.cupertino.nvr.processor.inference;

import java.nio.file.Path;

/** A kind of model files: how they are found, read and loaded. */
public interface ModelFormat {
    /** What the names of its files end with, such as {@code .torchscript}. */
    String suffix();

    /** The command that writes such a file, for a person. */
    String exportCommand();

    /**
     * Reads what a file says of its network, without loading it.
     *
     * @throws ModelException if it is missing, of another format or damaged
     */
    ExportInfo read(Path file) throws ModelException;

    /**
     * Loads a network and warms it up. One call at a time.
     *
     * @param workspace for the warm-up
     * @throws ModelException if it cannot be used
     */
    Network load(ModelFile file, DetectorSettings settings, Workspace workspace)
            throws ModelException;
}
