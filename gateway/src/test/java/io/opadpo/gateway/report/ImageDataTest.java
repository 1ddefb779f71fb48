package io.opadpo.gateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDataTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:image/png;base64,iVBORw0KGgo=",
                "data:image/jpeg;base64,/9j/4AAQ",
                "data:image/webp;base64,UklGRg==",
                "data:image/gif;base64,R0lGODlh"
            })
    void picturesAreShown(String url) {
        assertThat(ImageData.isPicture(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://example.org/tracker.png",
                "javascript:alert(1)",
                "data:text/html;base64,PGI+",
                "data:image/svg+xml;base64,PHN2Zz4=",
                "data:image/png;base64,",
                "data:image/png;base64,iVBO\" onerror=\"alert(1)",
                "data:image/png;base64,iVBO\n"
            })
    void nothingElseIs(String url) {
        assertThat(ImageData.isPicture(url)).isFalse();
    }

    @Test
    void largePicturesAreCheckedToo() {
        assertThat(ImageData.isPicture("data:image/png;base64," + "A".repeat(1 << 20)))
                .isTrue();
    }
}
