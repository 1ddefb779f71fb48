package io.opadpo.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The enum, the table and the picture say the same. */
abstract class StateContract extends StoreTest {
    private static final Path DIAGRAM = Path.of("..", "docs", "job-states.md");

    @Test
    void theTableAllowsTheStatesOfTheEnum() {
        String check = test.sql
                .sql("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'jobs_state'")
                .query(String.class)
                .single();

        assertThat(matches("'([A-Z]+)'", check).stream().map(m -> m.group(1)))
                .containsExactlyInAnyOrderElementsOf(names());
    }

    @Test
    void theDiagramShowsTheTransitionsOfTheEnum() throws IOException {
        Set<String> drawn = matches("(?m)^ *([A-Z]+) --> ([A-Z]+)\\b", Files.readString(DIAGRAM)).stream()
                .map(m -> m.group(1) + " > " + m.group(2))
                .collect(Collectors.toSet());
        Set<String> allowed = new HashSet<>();
        for (JobState from : JobState.values()) {
            from.next().forEach(to -> allowed.add(from + " > " + to));
        }

        assertThat(drawn).isEqualTo(allowed);
    }

    @Test
    void onlySuccessIsForEver() {
        assertThat(Arrays.stream(JobState.values()).filter(state -> state.next().isEmpty()))
                .containsExactly(JobState.SUCCEEDED);
    }

    private static Set<String> names() {
        return Arrays.stream(JobState.values()).map(Enum::name).collect(Collectors.toSet());
    }

    private static Set<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().collect(Collectors.toSet());
    }
}
