package io.opadpo.trainer.benchmark;

import java.nio.file.Path;
import java.util.List;

/** A kind of hallucination benchmark. A bean of this type is all that it takes to add one. */
public interface Benchmark {

    /** The {@code type} by which the configuration asks for it. */
    String type();

    /** The files it needs in its folder, whether they are there or not. */
    List<Asset> assets(Path folder);

    /**
     * Reads its files.
     *
     * @throws BenchmarkException naming the file, and the line, that is missing or cannot be used
     */
    BenchmarkTask open(Path folder);
}
