package io.opadpo.llava.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSourceTest {

    @TempDir
    private Path folder;

    @Test
    void readsAFileBelowItsRoot() throws IOException {
        Files.createDirectory(folder.resolve("train"));
        Files.write(folder.resolve("train/1.png"), Samples.PIXELS);
        ImageSource image = ImageSource.file(folder, "train/../train/1.png");
        assertThat(image.exists()).isTrue();
        assertThat(image.bytes()).isEqualTo(Samples.PIXELS);
        assertThat(image).isEqualTo(ImageSource.file(folder, "train/1.png"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../1.png", "/1.png", "a/../../1.png", ".", ""})
    void aPathOutOfTheRootIsRefused(String path) {
        assertThatThrownBy(() -> ImageSource.file(folder, path)).isInstanceOf(DataException.class);
    }

    @Test
    void aLinkOutOfTheRootIsRefused() throws IOException {
        Path root = Files.createDirectory(folder.resolve("images"));
        Path secret = Files.write(folder.resolve("secret.png"), Samples.PIXELS);
        Files.createSymbolicLink(root.resolve("link.png"), secret);
        ImageSource image = ImageSource.file(root, "link.png");
        assertThat(image.exists()).isFalse();
        assertThatThrownBy(image::bytes)
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("link.png", "out of the image folder");
    }

    @Test
    void whatIsMissingOrNoFileIsNamed() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        for (String path : new String[] {"no.png", "sub"}) {
            ImageSource image = ImageSource.file(folder, path);
            assertThat(image.exists()).isFalse();
            assertThatThrownBy(image::bytes).isInstanceOf(DataException.class).hasMessageContaining(path);
        }
    }

    @Test
    void inlineImagesAreCopied() {
        byte[] bytes = Samples.PIXELS.clone();
        ImageSource image = ImageSource.inline(bytes);
        bytes[0] = 9;
        image.bytes()[1] = 9;
        assertThat(image.bytes()).isEqualTo(Samples.PIXELS);
    }

    @Test
    void sizesAreBounded() {
        assertThatThrownBy(() -> ImageSource.inline(new byte[0])).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> ImageSource.inline(new byte[20_000_001])).isInstanceOf(DataException.class);
    }
}
