package io.opadpo.gateway.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void textsAndAttributesAreEscaped() {
        Html html = new Html();
        html.element("p", "<script>alert('x')</script> & \"more\"", "title", "\"><img src=x onerror=alert(1)>");
        assertThat(html)
                .hasToString("<p title=\"&quot;&gt;&lt;img src=x onerror=alert(1)&gt;\">"
                        + "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;</p>");
    }

    @Test
    void controlCharactersAreReplaced() {
        assertThat(new Html().text("a\u0000b\u001Bc\nd\te\u0085")).hasToString("a\uFFFDb\uFFFDc\nd\te\uFFFD");
    }

    @Test
    void elementsNest() {
        Html html = new Html()
                .open("a")
                .open("b")
                .empty("c", "d", "1")
                .close()
                .text("e")
                .close();
        assertThat(html).hasToString("<a><b><c d=\"1\"/></b>e</a>");
        assertThatThrownBy(new Html().open("a")::toString).hasMessageContaining("a");
    }
}
