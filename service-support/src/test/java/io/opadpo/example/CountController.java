package io.opadpo.example;

import io.opadpo.jobs.Job;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.jobs.JobSubmissions;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.Idempotency;
import io.opadpo.service.web.IdempotencyKey;
import io.opadpo.service.web.PageView;
import io.opadpo.service.web.Paging;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CountController {
    private final JobSubmissions submissions;
    private final Idempotency idempotency;
    private final JdbcClient jdbc;

    CountController(JobSubmissions submissions, Idempotency idempotency, JdbcClient jdbc) {
        this.submissions = submissions;
        this.idempotency = idempotency;
        this.jdbc = jdbc;
    }

    record NewLabel(@NotBlank String name) {}

    record Label(UUID id, String name) {}

    @PostMapping("/v1/counts")
    ResponseEntity<Job> count(Caller caller, IdempotencyKey key, @Valid @RequestBody CountParameters parameters) {
        return submissions.submit(caller, key, CountHandler.KIND, parameters);
    }

    @PostMapping("/v1/labels")
    Label create(Caller caller, IdempotencyKey key, @Valid @RequestBody NewLabel label) {
        return idempotency.once(
                caller.owner(), key, "labels", label, Label.class, this::exists, () -> insert(caller, label));
    }

    @GetMapping("/v1/labels")
    PageView<Label> list(Caller caller, @ParameterObject @Valid Paging paging) {
        String after = paging.after();
        List<Label> labels = jdbc.sql("""
                        SELECT id, name FROM example_labels WHERE owner = :owner AND name > :after
                        ORDER BY name LIMIT :limit""")
                .param("owner", caller.owner())
                .param("after", after == null ? "" : after)
                .param("limit", paging.size() + 1)
                .query(Label.class)
                .list();
        return PageView.of(labels, paging.size(), Label::name);
    }

    @GetMapping("/v1/failures/{how}")
    String fail(@PathVariable String how) {
        throw how.equals("known") ? ApiException.conflict("so it is") : new IllegalStateException("secret " + how);
    }

    private boolean exists(Label label) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM example_labels WHERE id = :id)")
                .param("id", label.id())
                .query(Boolean.class)
                .single();
    }

    private Label insert(Caller caller, NewLabel label) {
        Label made = new Label(UUID.randomUUID(), label.name());
        jdbc.sql("INSERT INTO example_labels (id, owner, name) VALUES (:id, :owner, :name)")
                .param("id", made.id())
                .param("owner", caller.owner())
                .param("name", made.name())
                .update();
        return made;
    }
}
