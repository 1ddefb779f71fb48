package io.opadpo.dataset.parquet;

import io.opadpo.dataset.table.TableException;
import java.util.ArrayList;
import java.util.List;

/** A file's schema, a tree that is written as a list: each element tells how many of those that follow are its children. */
final class Schema {

    private static final int REQUIRED = 0;
    private static final int REPEATED = 2;
    private static final int MAX_DEPTH = 32;

    private final List<Struct> elements;
    private final List<Leaf> leaves = new ArrayList<>();
    private int next = 1;
    private int leaf;

    Schema(List<Struct> elements) {
        this.elements = elements;
    }

    /** The leaves that have at most one value a row, and of a type that is read here. */
    List<Leaf> leaves() throws TableException {
        for (int child = children(element(0)); child > 0; child--) {
            add("", 0, false, MAX_DEPTH);
        }
        return List.copyOf(leaves);
    }

    private void add(String parent, int definition, boolean repeated, int depth) throws TableException {
        if (depth == 0) {
            throw new TableException("columns are nested too deeply");
        }
        Struct element = element(next++);
        String path = parent + element.text(4);
        long repetition = element.has(3) ? element.number(3) : REQUIRED;
        int levels = definition + (repetition == REQUIRED ? 0 : 1);
        boolean several = repeated || repetition == REPEATED;
        int children = children(element);
        if (children == 0) {
            Leaf found = new Leaf(path, leaf++, element.has(1) ? element.count(1) : -1, levels);
            if (!several && found.isReadable()) {
                leaves.add(found);
            }
        }
        for (; children > 0; children--) {
            add(path + ".", levels, several, depth - 1);
        }
    }

    private static int children(Struct element) throws TableException {
        return element.has(5) ? element.count(5) : 0;
    }

    private Struct element(int index) throws TableException {
        if (index >= elements.size()) {
            throw new TableException("damaged metadata: the schema ends too early");
        }
        return elements.get(index);
    }
}
