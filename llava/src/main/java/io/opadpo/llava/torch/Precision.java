package io.opadpo.llava.torch;

/** Number format of weights and activations. Reductions, norms and log-probabilities are fp32 in both. */
public enum Precision {
    /** 32 bits: the reference for tests, and the choice on CPU. */
    FP32(6, 4),
    /** bfloat16: the choice on GPUs. */
    BF16(15, 2);

    private final int torchCode;
    private final int bytes;

    Precision(int torchCode, int bytes) {
        this.torchCode = torchCode;
        this.bytes = bytes;
    }

    /** libtorch's number for this dtype. */
    public int torchCode() {
        return torchCode;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
