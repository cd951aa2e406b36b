package org.cupertino.nvr.processor.inference;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * A TorchScript network in native memory. {@link #forward} may run on many threads at once; {@link
 * #close} must not run while it does, or the process dies.
 */
final class Network implements AutoCloseable {
    /** Held as long as its block: an unreachable Model closes itself in a finalizer. */
    private final Model model;

    private final Block block;

    private Network(Model model) {
        this.model = model;
        this.block = model.getBlock();
    }

    /**
     * @throws EngineException if PyTorch refuses the file
     */
    static Network load(Path archive, Device device) throws IOException {
        Model model = Model.newInstance(archive.getFileName().toString(), device, "PyTorch");
        try {
            model.load(archive, null, Map.of("mapLocation", "true"));
            return new Network(model);
        } catch (MalformedModelException e) {
            model.close();
            throw new IOException(e);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Runs the network on one picture.
     *
     * @param picture direct, packed RGB from position 0; not to be touched until this returns
     * @param workspace gives the memory of the result
     * @throws EngineException if the network fails
     */
    Output forward(ByteBuffer picture, Size size, Workspace workspace) {
        int height = size.height();
        int width = size.width();
        ByteBuffer pixels = picture.slice(0, 3 * width * height);
        try (NDManager manager = model.getNDManager().newSubManager()) {
            // The bytes are used where they are, as NHWC permuted to NCHW: the strides stay, and
            // the convolutions run channels-last, which is faster than planar input.
            NDArray input =
                    manager.create(pixels, new Shape(1, height, width, 3), DataType.UINT8)
                            .transpose(0, 3, 1, 2)
                            .toType(DataType.FLOAT32, false)
                            .divi(255f);
            NDArray output =
                    block.forward(new ParameterStore(manager, false), new NDList(input), false)
                            .get(0);
            Shape shape = output.getShape();
            if (shape.dimension() != 3 || shape.get(0) != 1) {
                throw new EngineException("The output has the shape " + shape);
            }
            FloatBuffer values =
                    output.toType(DataType.FLOAT32, false).toByteBuffer(true).asFloatBuffer();
            float[] copy = workspace.output(values.remaining());
            values.get(copy, 0, values.remaining());
            return new Output(copy, (int) shape.get(1), (int) shape.get(2));
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
