package org.cupertino.nvr.processor.inference;

/**
 * What a network gave for one picture, row by row.
 *
 * @param values at least {@code rows * columns}; the array is used again for the next picture
 */
public record Output(float[] values, int rows, int columns) {}
