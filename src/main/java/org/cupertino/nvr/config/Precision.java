package org.cupertino.nvr.config;

import java.util.Locale;

/** The arithmetic of a network on a CPU. A GPU always computes in 32 bits. */
public enum Precision {
    /** {@link #BF16} where the CPU has instructions for it (avx512_bf16), else {@link #FP32}. */
    AUTO,
    /** 32-bit floats, as the model was exported. */
    FP32,
    /**
     * Convolutions in bfloat16: about 40 % less CPU time where the CPU has avx512_bf16, two to five
     * times more where it has not. Scores move by up to 0.006. A model whose code does not allow it
     * runs in 32 bits.
     */
    BF16;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
