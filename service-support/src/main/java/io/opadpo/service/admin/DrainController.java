package io.opadpo.service.admin;

import io.opadpo.jobs.DrainedKind;
import io.opadpo.jobs.JobDrains;
import io.opadpo.service.error.ApiException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets kinds of jobs run dry, and go on. The scope admin is checked where keys are. */
@RestController
@RequestMapping("/v1/admin")
@Tag(name = "Operations", description = "Needs the scope `admin`.")
class DrainController {
    private final JobDrains drains;
    private final ServiceKinds services;

    DrainController(JobDrains drains, ServiceKinds services) {
        this.drains = drains;
        this.services = services;
    }

    /**
     * Whose jobs are meant.
     *
     * @param service all kinds of this service, if given
     * @param kinds these kinds, if given
     * @param handBack whether jobs that run are given back at their next safe point; else they run to their end
     */
    @Schema(name = "Drain", example = "{\"kinds\": [\"evaluation\"]}")
    record Wanted(
            @Schema(example = "trainer") @Nullable String service,
            @Nullable Set<String> kinds,
            @Nullable Boolean handBack) {}

    /**
     * A kind of job that nobody starts.
     *
     * @param service that runs it
     * @param kind which
     * @param handBack whether jobs that run are given back
     * @param since when it began
     * @param running jobs still in a worker's hands
     * @param ready jobs that wait for it to be resumed
     */
    record Drained(String service, String kind, boolean handBack, Instant since, long running, long ready) {
        static Drained of(DrainedKind kind, Map<String, String> services) {
            return new Drained(
                    services.getOrDefault(kind.kind(), ""),
                    kind.kind(),
                    kind.handBack(),
                    kind.since(),
                    kind.running(),
                    kind.ready());
        }
    }

    record AllDrained(List<Drained> items) {}

    @GetMapping("/drain")
    @Operation(summary = "Show what is drained, and what of it still runs")
    AllDrained show() {
        Map<String, String> all = services.all();
        return new AllDrained(
                drains.list().stream().map(kind -> Drained.of(kind, all)).toList());
    }

    @PostMapping("/drain")
    @Operation(
            summary = "Start no more jobs of a service or of some kinds",
            description =
                    "All replicas obey, also after a restart, until `resume`. Requests are still answered, and jobs"
                            + " still submitted. What runs goes on to its end, or with `hand_back` stops at its next safe point"
                            + " and waits, with no attempt consumed.")
    AllDrained drain(@RequestBody Wanted wanted) {
        drains.drain(kinds(wanted), Boolean.TRUE.equals(wanted.handBack()));
        return show();
    }

    @PostMapping("/resume")
    @Operation(summary = "Start jobs of a service or of some kinds again")
    AllDrained resume(@RequestBody Wanted wanted) {
        drains.resume(kinds(wanted));
        return show();
    }

    private Set<String> kinds(Wanted wanted) {
        Map<String, String> all = services.all();
        Set<String> kinds = new TreeSet<>();
        if (wanted.kinds() != null) {
            kinds.addAll(wanted.kinds());
            Set<String> unknown = new TreeSet<>(kinds);
            unknown.removeAll(all.keySet());
            if (!unknown.isEmpty()) {
                throw ApiException.invalid("kinds", "no service runs " + unknown + ", only " + all.keySet());
            }
        }
        if (wanted.service() != null) {
            all.forEach((kind, service) -> {
                if (service.equals(wanted.service())) {
                    kinds.add(kind);
                }
            });
            if (!all.containsValue(wanted.service())) {
                throw ApiException.invalid(
                        "service", "'" + wanted.service() + "' runs no jobs, only " + new TreeSet<>(all.values()));
            }
        }
        if (kinds.isEmpty()) {
            throw ApiException.invalid("service", "name a service, or kinds");
        }
        return kinds;
    }
}
