package org.cupertino.nvr.processor.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cupertino.nvr.config.ModelIds;

/**
 * The models folder: files of a format and {@code <id>.yaml} cards. It is read anew on every call,
 * so a model that was copied in is there at once. No id leads out of the folder. Thread-safe.
 */
public final class ModelStore {
    private static final String CARD = ".yaml";

    private final Path folder;
    private final ModelFormat format;

    /**
     * @param folder need not exist yet
     * @param format of all models in it
     */
    public ModelStore(Path folder, ModelFormat format) {
        this.folder = folder;
        this.format = format;
    }

    /**
     * The models there are, sorted.
     *
     * @throws UncheckedIOException if the folder cannot be read
     */
    public List<String> ids() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(format.suffix()) || name.endsWith(CARD))
                    .map(name -> name.substring(0, name.lastIndexOf('.')))
                    .filter(ModelIds::isValid)
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds a model and reads what its card and its archive say, without loading the network.
     *
     * @param modelId may come from anywhere
     * @throws ModelException with {@code unknown_model} if there is none of that id; with {@code
     *     model_load_failed} if its card or its archive is wrong
     */
    public ModelFile find(String modelId) throws ModelException {
        if (!ModelIds.isValid(modelId)) {
            throw ModelException.unknown("That cannot be the id of a model" + known());
        }
        Path cardFile = folder.resolve(modelId + CARD);
        boolean hasCard = Files.isRegularFile(cardFile);
        if (!hasCard && !Files.exists(folder.resolve(modelId + format.suffix()))) {
            throw ModelException.unknown("There is no model " + modelId + known());
        }
        try {
            return read(modelId, cardFile, hasCard);
        } catch (ModelException e) {
            throw withAdvice(e);
        }
    }

    private ModelFile read(String modelId, Path cardFile, boolean hasCard) throws ModelException {
        ModelCard card = hasCard ? ModelCard.read(cardFile) : ModelCard.NONE;
        Path path = folder.resolve(card.file().orElse(modelId + format.suffix()));
        return format.read(path).with(card, modelId, path);
    }

    ModelFormat format() {
        return format;
    }

    /** The same, and what could be used instead, if that would help. */
    ModelException withAdvice(ModelException e) {
        return e.isOfMachine() ? e : ModelException.failed(e.getMessage() + known(), e);
    }

    private String known() {
        List<String> ids = ids();
        return (ids.isEmpty()
                        ? "; there is no model at all"
                        : "; the models are " + String.join(", ", ids))
                + " (to add one, put the file that \""
                + format.exportCommand()
                + "\" writes into the models folder)";
    }
}
