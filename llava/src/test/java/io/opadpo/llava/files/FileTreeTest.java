package io.opadpo.llava.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

    @TempDir
    Path folder;

    @Test
    void listsFoldersBeforeTheirEntriesAndFollowsNoLink() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("b/inner"));
        Path file = Files.writeString(inner.resolve("file"), "x");
        Path link = Files.createSymbolicLink(folder.resolve("a"), inner);
        assertThat(FileTree.children(folder)).containsExactly(link, inner.getParent());
        assertThat(FileTree.descendants(folder)).containsExactly(link, inner.getParent(), inner, file);
    }

    @Test
    void aMissingFolderIsAnError() {
        assertThatThrownBy(() -> FileTree.children(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }
}
