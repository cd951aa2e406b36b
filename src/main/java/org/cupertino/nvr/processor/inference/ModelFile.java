package org.cupertino.nvr.processor.inference;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A model of the folder with everything that is known before its network is loaded: what the file
 * says of itself, overridden by its card.
 *
 * @param modelId its name on the wire
 * @param path of its file
 * @param inputWidth pixels, a multiple of the network's stride
 * @param inputHeight pixels, likewise
 * @param classNames by class number
 * @param confidence threshold of the card, 0..1, if it has one
 * @param iou threshold of the card, 0..1, if it has one
 * @param extras what it says of a thing besides box, scores and class
 * @param stride pixels: any multiples of it work as sides of the input; 0 if only its own do
 */
public record ModelFile(
        String modelId,
        Path path,
        int inputWidth,
        int inputHeight,
        List<String> classNames,
        OptionalDouble confidence,
        OptionalDouble iou,
        Extras extras,
        int stride) {}
