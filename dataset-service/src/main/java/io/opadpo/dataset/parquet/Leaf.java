package io.opadpo.dataset.parquet;

/**
 * A column as the schema has it.
 *
 * @param path names from the root, joined by dots
 * @param index its place among the leaves, and so among a row group's column chunks
 * @param type Parquet's number of the physical type
 * @param maxDefinition how many of the fields on its path may be null
 */
record Leaf(String path, int index, int type, int maxDefinition) {

    static final int INT32 = 1;
    static final int INT64 = 2;
    static final int BYTE_ARRAY = 6;

    boolean isReadable() {
        return type == INT32 || type == INT64 || type == BYTE_ARRAY;
    }
}
