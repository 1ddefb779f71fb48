package io.opadpo.dataset.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.dataset.arrow.ArrowRows;
import io.opadpo.dataset.parquet.ParquetRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of other writers are read as those writers meant them. */
class RowsTest {

    static final Path FIXTURES = TableFixtures.folder();

    @TempDir
    Path folder;

    private static Rows open(Path file) throws IOException {
        return file.toString().endsWith(".parquet") ? ParquetRows.open(file) : ArrowRows.open(file);
    }

    @Test
    void pandasWroteThis() throws Exception {
        try (Rows rows = open(FIXTURES.resolve("rlaif-000.parquet"))) {
            assertThat(rows.columns())
                    .contains("image.bytes", "image.path", "question", "chosen", "rejected", "origin_dataset", "idx");
            int i = 0;
            for (; rows.next(); i++) {
                assertThat(rows.row()).isEqualTo(i);
                assertThat(rows.text("question")).isEqualTo("What is in picture " + i + "? 😀");
                assertThat(rows.text("chosen")).isEqualTo("A square of colour " + i + ".");
                assertThat(rows.text("idx")).isEqualTo(Integer.toString(1000 + i));
                assertThat(rows.text("image.path")).isEqualTo(i / 2 + ".png");
                assertThat(TableFixtures.number(rows.bytes("image.bytes"))).isEqualTo(i / 2);
            }
            assertThat(i).isEqualTo(40);
        }
    }

    /** Row groups of six, pages of the second version, zstd; and pages of some hundred bytes, no dictionary, gzip. */
    @ParameterizedTest
    @ValueSource(strings = {"rlaif-001.parquet", "plain.parquet"})
    void pyarrowWroteThis(String name) throws Exception {
        try (Rows rows = open(FIXTURES.resolve(name))) {
            int i = 0;
            for (; rows.next(); i++) {
                String question = i == 3 ? null : i == 11 ? " " : "What is in picture " + (40 + i) + "? 😀";
                assertThat(rows.text("question")).isEqualTo(question);
                assertThat(rows.text("idx")).isEqualTo(i == 9 ? "1000" : Integer.toString(1040 + i));
                assertThat(rows.bytes("image.bytes") == null).isEqualTo(i == 5);
                if (i != 5 && i != 7) {
                    assertThat(TableFixtures.number(rows.bytes("image.bytes"))).isEqualTo((40 + i) / 2);
                }
            }
            assertThat(i).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rlaif-000.parquet", "rlaif-001.parquet", "plain.parquet"})
    void rowsCanBePassedOver(String name) throws Exception {
        try (Rows all = open(FIXTURES.resolve(name));
                Rows some = open(FIXTURES.resolve(name))) {
            while (all.next() && some.next()) {
                String chosen = all.text("chosen");
                byte[] image = all.bytes("image.bytes");
                if (all.row() % 7 == 6) {
                    assertThat(some.text("chosen")).isEqualTo(chosen);
                    assertThat(some.bytes("image.bytes")).isEqualTo(image);
                }
            }
        }
    }

    @Test
    void datasetsSavedThis() throws Exception {
        int i = 0;
        for (String name : new String[] {"data-00000-of-00002.arrow", "data-00001-of-00002.arrow"}) {
            try (Rows rows = open(FIXTURES.resolve("opadpo").resolve(name))) {
                for (; rows.next(); i++) {
                    assertThat(rows.text("queries")).isEqualTo("<image>\nWhat is in picture " + i + "?");
                    assertThat(rows.text("AI_json_report") == null).isEqualTo(i == 4);
                    byte[] image = Base64.getDecoder().decode(rows.text("image_bytes"));
                    assertThat(TableFixtures.number(image)).isEqualTo(i);
                    assertThat(rows.text("nowhere")).isNull();
                }
            }
        }
        assertThat(i).isEqualTo(7);
    }

    /** Whatever becomes of its bytes, a file is read or refused. */
    @ParameterizedTest
    @CsvSource({"rlaif-000.parquet, 60", "rlaif-001.parquet, 60", "opadpo/data-00000-of-00002.arrow, 60"})
    void damageIsRefused(String name, int times) throws Exception {
        byte[] whole = Files.readAllBytes(FIXTURES.resolve(name));
        Path file = folder.resolve("damaged" + name.substring(name.lastIndexOf('.')));
        Random random = new Random(7);
        for (int i = 0; i < times; i++) {
            byte[] bytes = whole.clone();
            for (int n = random.nextInt(8); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(file, i % 5 == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
            readAll(file);
        }
    }

    private static void readAll(Path file) throws IOException {
        try (Rows rows = open(file)) {
            while (rows.next() && rows.row() < 1000) {
                for (String column : rows.columns()) {
                    try {
                        rows.text(column);
                        rows.bytes(column);
                    } catch (BadRowException e) {
                        // A row that is refused.
                    }
                }
            }
        } catch (TableException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.parquet", "x.arrow"})
    void anythingElseIsRefused(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "This is a text, and nothing but a text.");

        assertThatThrownBy(() -> open(file)).isInstanceOf(TableException.class);
    }
}
