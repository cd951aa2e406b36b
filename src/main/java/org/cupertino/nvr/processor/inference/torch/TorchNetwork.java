package org.cupertino.nvr.processor.inference.torch;

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
import org.cupertino.nvr.config.Precision;
import org.cupertino.nvr.processor.inference.Network;
import org.cupertino.nvr.processor.inference.Output;
import org.cupertino.nvr.processor.inference.Size;
import org.cupertino.nvr.processor.inference.Turn;
import org.cupertino.nvr.processor.inference.Workspace;

/** A TorchScript network in native memory. */
final class TorchNetwork implements Network {
    /** The second call is still slow: only then PyTorch has compiled what the first one showed. */
    private static final int WARM_UP_CALLS = 2;

    /** Held as long as its block: an unreachable Model closes itself in a finalizer. */
    private final Model model;

    private final Block block;
    private final Device device;
    private final Precision precision;
    private final String shortfall;
    private int rows;
    private int columns;

    private TorchNetwork(Model model, Device device, Precision precision, String shortfall) {
        this.model = model;
        this.device = device;
        this.precision = precision;
        this.shortfall = shortfall;
        this.block = model.getBlock();
    }

    /**
     * @param precision of the archive
     * @param shortfall why that is not the one that was wanted, or null if it is
     * @throws EngineException if PyTorch refuses the file
     */
    static TorchNetwork load(Path archive, Device device, Precision precision, String shortfall)
            throws IOException {
        Model model = Model.newInstance(archive.getFileName().toString(), device, "PyTorch");
        try {
            model.load(archive, null, Map.of("mapLocation", "true"));
            return new TorchNetwork(model, device, precision, shortfall);
        } catch (MalformedModelException e) {
            model.close();
            throw new IOException(e);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public String shortfall() {
        return shortfall;
    }

    /**
     * @throws EngineException if the network fails
     */
    @Override
    public Output forward(ByteBuffer picture, Size size, Turn turn, Workspace workspace) {
        int height = size.height();
        int width = size.width();
        ByteBuffer pixels = picture.slice(0, 3 * width * height);
        try (NDManager manager = model.getNDManager().newSubManager()) {
            // The bytes are used where they are, as NHWC permuted to NCHW: the strides stay, and
            // the convolutions run channels-last, which is faster than planar input.
            NDArray seen = manager.create(pixels, new Shape(1, height, width, 3), DataType.UINT8);
            if (turn != Turn.NONE) {
                // Packed anew by the way through one dimension: a turn alone exchanges strides, and
                // the convolutions would run planar.
                seen =
                        seen.rotate90(turn.quarters(), new int[] {1, 2})
                                .flatten()
                                .reshape(1, width, height, 3);
            }
            NDArray input = seen.transpose(0, 3, 1, 2).toType(DataType.FLOAT32, false).divi(255f);
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

    /** Calls it until it is fast, and learns the shape of its output. */
    void warmUp(ByteBuffer picture, Size size, Workspace workspace) {
        for (int call = 0; call < WARM_UP_CALLS; call++) {
            Output output = forward(picture, size, Turn.NONE, workspace);
            rows = output.rows();
            columns = output.columns();
        }
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public String toString() {
        return precision + " on " + device;
    }

    @Override
    public void close() {
        model.close();
    }
}
