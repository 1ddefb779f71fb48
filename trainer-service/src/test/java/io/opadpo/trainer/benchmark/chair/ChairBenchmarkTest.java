package io.opadpo.trainer.benchmark.chair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.trainer.benchmark.Asset;
import io.opadpo.trainer.benchmark.BenchmarkQuestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChairBenchmarkTest {

    private static final String INSTANCES = """
            {"info": {"year": 2014, "nested": [1, {"images": 2}]},
             "images": [{"id": 7, "file_name": "a.png", "width": 640}, {"id": 8, "file_name": "b.png"}],
             "annotations": [{"id": 1, "image_id": 7, "category_id": 18, "segmentation": [[1.5, 2, 3]], "bbox": [1]},
                             {"id": 2, "image_id": 7, "category_id": 18}],
             "categories": [{"supercategory": "animal", "id": 18, "name": "dog"}]}
            """;
    private static final String CAPTIONS = """
            {"images": [{"id": 7, "file_name": "a.png"}, {"id": 8, "file_name": "b.png"}],
             "annotations": [{"image_id": 8, "id": 3, "caption": "Two kittens near a baby bird on home plate"}]}
            """;

    private final ChairBenchmark chair = new ChairBenchmark();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("images"));
        file("images/a.png", "");
        file("images/b.png", "");
        file("questions.jsonl", """
                {"id": "1", "image": "a.png", "question": "Describe."}

                {"id": 2, "image": "b.png", "question": "What is there?"}
                """);
        file("synonyms.txt", "dog, puppy\ncat, kitten\nperson, baby\nbird\nplate");
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    @Test
    void readsItsOwnTruth() throws IOException {
        file("objects.jsonl", """
                {"image": "a.png", "objects": ["dog", "kitten"]}
                {"image": "b.png", "objects": []}
                """);
        List<BenchmarkQuestion> questions = chair.open(folder).questions();
        assertThat(questions).extracting(BenchmarkQuestion::id).containsExactly("1", "2");
        assertThat(questions).extracting(BenchmarkQuestion::text).containsExactly("Describe.", "What is there?");
        assertThat(questions).extracting(BenchmarkQuestion::truth).containsExactly(List.of("cat", "dog"), List.of());
        assertThat(chair.assets(folder)).allMatch(Asset::present);
    }

    @Test
    void readsTheTruthFromCoco() throws IOException {
        file("instances_val2014.json", INSTANCES);
        assertThat(chair.open(folder).questions())
                .extracting(BenchmarkQuestion::truth)
                .containsExactly(List.of("dog"), List.of());
        file("captions_val2014.json", CAPTIONS);
        assertThat(chair.open(folder).questions())
                .extracting(BenchmarkQuestion::truth)
                .as("a baby bird is a bird, a home plate no plate")
                .containsExactly(List.of("dog"), List.of("bird", "cat"));
    }

    @Test
    void whatCannotBeUsedIsNamed() throws IOException {
        assertThat(chair.assets(folder))
                .filteredOn(asset -> !asset.present())
                .extracting(Asset::file)
                .containsExactly("objects.jsonl or instances_*.json");
        refuses("objects.jsonl", "{\"image\": \"a.png\"}", "objects.jsonl line 1: objects is missing");
        refuses(
                "objects.jsonl",
                "{\"image\": \"a.png\", \"objects\": [\"yak\"]}",
                "line 1: the object \"yak\" is not in");
        refuses(
                "objects.jsonl",
                "{\"image\": \"a.png\", \"objects\": []}",
                "line 3: nothing tells the objects of the image b");
        refuses("objects.jsonl", "{\"image\": ", "objects.jsonl line 1: not valid JSON");
        Files.delete(folder.resolve("objects.jsonl"));
        refuses("instances_x.json", INSTANCES.replace("\"dog\"", "\"yak\""), "the category yak is not in synonyms.txt");
        refuses(
                "instances_x.json",
                INSTANCES.replace("18, \"name\"", "19, \"name\""),
                "instances_x.json: an entry without");
        refuses("instances_x.json", INSTANCES.substring(0, 300), "instances_x.json: not one of COCO's");
        refuses("instances_x.json", "[]", "instances_x.json: not a JSON object");
        file("instances_x.json", INSTANCES);
        refuses("questions.jsonl", "{\"id\": \"1\", \"image\": \"c.png\", \"question\": \"?\"}", "of the image c.png");
        refuses(
                "questions.jsonl",
                "{\"id\": \"1\", \"image\": \"a.png\"}",
                "questions.jsonl line 1: question is missing");
        Files.delete(folder.resolve("images/b.png"));
        refuses(
                "questions.jsonl",
                "{\"id\": \"1\", \"image\": \"b.png\", \"question\": \"?\"}",
                "questions.jsonl line 1: there is no images/b.png");
    }

    @Test
    void picturesAreInTheirFolder() throws IOException {
        file("secret.png", "");
        file("objects.jsonl", "{\"image\": \"../secret.png\", \"objects\": []}");
        refuses(
                "questions.jsonl",
                "{\"id\": \"1\", \"image\": \"../secret.png\", \"question\": \"?\"}",
                "line 1: image is not a name within images/");
    }

    private void refuses(String file, String content, String message) throws IOException {
        file(file, content);
        assertThatThrownBy(() -> chair.open(folder))
                .hasMessageContaining(message)
                .hasMessageNotContaining(folder.toString());
    }
}
