package io.opadpo.trainer.benchmark.pope;

import io.opadpo.trainer.benchmark.Asset;
import io.opadpo.trainer.benchmark.Benchmark;
import io.opadpo.trainer.benchmark.BenchmarkException;
import io.opadpo.trainer.benchmark.BenchmarkQuestion;
import io.opadpo.trainer.benchmark.BenchmarkTask;
import io.opadpo.trainer.benchmark.ImageFolder;
import io.opadpo.trainer.benchmark.JsonLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * POPE (Li et al. 2023, "Evaluating Object Hallucination in Large Vision-Language Models", arXiv 2305.10355): is there
 * this object in the picture, yes or no? Its files are read as published: every JSON lines file of the folder is a split
 * of its file's name, and the pictures are in {@value ImageFolder#NAME}.
 *
 * <p>A question's id is {@code <split>/<question_id>}. The splits' questions come by turns, so that a limit takes from all
 * of them alike.
 */
@Component
final class PopeBenchmark implements Benchmark {

    private static final String FILES = "*.{json,jsonl}";

    @Override
    public String type() {
        return "pope";
    }

    @Override
    public List<Asset> assets(Path folder) {
        return List.of(
                Asset.matching(
                        folder, FILES, "lines {\"question_id\", \"image\", \"text\", \"label\": \"yes\" or \"no\"}"),
                Asset.of(folder, ImageFolder.NAME, "the pictures"));
    }

    @Override
    public BenchmarkTask open(Path folder) {
        ImageFolder images = new ImageFolder(folder);
        Map<String, List<BenchmarkQuestion>> splits = new LinkedHashMap<>();
        for (Path file : Asset.files(folder, FILES)) {
            String name = String.valueOf(file.getFileName());
            String split = name.substring(0, name.lastIndexOf('.'));
            List<BenchmarkQuestion> questions = JsonLine.read(file).stream()
                    .map(line -> question(split, line, images))
                    .toList();
            if (splits.put(split, questions) != null) {
                throw new BenchmarkException("two files hold the split " + split);
            }
        }
        return new PopeTask(List.copyOf(splits.keySet()), byTurns(List.copyOf(splits.values())));
    }

    private static BenchmarkQuestion question(String split, JsonLine line, ImageFolder images) {
        String label = line.text("label");
        if (!label.equals(PopeAnswer.YES) && !label.equals(PopeAnswer.NO)) {
            throw new BenchmarkException(line.where() + ": label is " + label + ", neither yes nor no");
        }
        return new BenchmarkQuestion(
                split + "/" + line.id("question_id"),
                line.text("image"),
                images.find(line),
                line.text("text"),
                List.of(label));
    }

    private static List<BenchmarkQuestion> byTurns(List<List<BenchmarkQuestion>> splits) {
        int longest = splits.stream().mapToInt(List::size).max().orElse(0);
        List<BenchmarkQuestion> all = new ArrayList<>();
        for (int i = 0; i < longest; i++) {
            for (List<BenchmarkQuestion> split : splits) {
                if (i < split.size()) {
                    all.add(split.get(i));
                }
            }
        }
        return all;
    }
}
