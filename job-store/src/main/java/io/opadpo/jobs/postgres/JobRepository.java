package io.opadpo.jobs.postgres;

import io.opadpo.jobs.JobCursor;
import io.opadpo.jobs.JobFilter;
import io.opadpo.jobs.Owner;
import jakarta.persistence.criteria.Predicate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads {@code jobs}. */
interface JobRepository extends Repository<JobEntity, UUID>, JpaSpecificationExecutor<JobEntity> {
    @Query(value = "SELECT needs FROM job_dependencies WHERE job = :job", nativeQuery = true)
    List<UUID> needs(UUID job);

    List<JobEntity> findByIdIn(Set<UUID> ids);

    static Specification<JobEntity> owned(Owner owner) {
        return (job, query, is) -> owner.name() == null ? is.conjunction() : is.equal(job.get("owner"), owner.name());
    }

    static Specification<JobEntity> withId(UUID id) {
        return (job, query, is) -> is.equal(job.get("id"), id);
    }

    static Specification<JobEntity> matching(JobFilter filter) {
        return (job, query, is) -> {
            List<Predicate> all = new ArrayList<>();
            if (!filter.kinds().isEmpty()) {
                all.add(job.get("kind").in(filter.kinds()));
            }
            if (!filter.states().isEmpty()) {
                all.add(job.get("state").in(filter.states()));
            }
            if (filter.pipeline() != null) {
                all.add(is.equal(job.get("pipeline"), filter.pipeline()));
            }
            return is.and(all);
        };
    }

    /** What comes after the cursor where the newest come first. */
    static Specification<JobEntity> after(@Nullable JobCursor cursor) {
        return (job, query, is) -> {
            if (cursor == null) {
                return is.conjunction();
            }
            OffsetDateTime created = cursor.created().atOffset(ZoneOffset.UTC);
            Predicate older = is.lessThan(job.get("created"), created);
            Predicate sameTime =
                    is.and(is.equal(job.get("created"), created), is.lessThan(job.<UUID>get("id"), cursor.id()));
            return is.or(older, sameTime);
        };
    }
}
