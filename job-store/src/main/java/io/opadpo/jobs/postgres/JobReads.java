package io.opadpo.jobs.postgres;

import static io.opadpo.jobs.postgres.JobRepository.after;
import static io.opadpo.jobs.postgres.JobRepository.matching;
import static io.opadpo.jobs.postgres.JobRepository.owned;
import static io.opadpo.jobs.postgres.JobRepository.withId;

import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobCursor;
import io.opadpo.jobs.JobEvent;
import io.opadpo.jobs.JobFilter;
import io.opadpo.jobs.JobNotFoundException;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.Page;
import io.opadpo.jobs.WorkItem;
import jakarta.persistence.EntityManager;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;

/** What can be asked about jobs. */
class JobReads {
    private static final int MAX_LIMIT = 1000;
    private static final Sort NEWEST_FIRST = Sort.by(Sort.Direction.DESC, "created", "id");

    private final EntityManager entities;
    private final JobRepository jobs;
    private final JobEventRepository events;
    private final WorkItemRepository items;

    JobReads(EntityManager entities, JobRepository jobs, JobEventRepository events, WorkItemRepository items) {
        this.entities = entities;
        this.jobs = jobs;
        this.events = events;
        this.items = items;
    }

    Optional<Job> find(Owner owner, UUID job) {
        return jobs.findOne(withId(job).and(owned(owner))).map(detached(JobEntity::toJob));
    }

    Job get(Owner owner, UUID job) {
        return find(owner, job).orElseThrow(() -> new JobNotFoundException(job));
    }

    /** The jobs with these ids, in their order. */
    List<Job> all(List<UUID> ids) {
        Map<UUID, Job> found = jobs.findByIdIn(Set.copyOf(ids)).stream()
                .map(detached(JobEntity::toJob))
                .collect(Collectors.toMap(Job::id, Function.identity()));
        return ids.stream().map(found::get).toList();
    }

    List<UUID> needs(Owner owner, UUID job) {
        get(owner, job);
        return jobs.needs(job);
    }

    Page<Job, JobCursor> list(Owner owner, JobFilter filter, @Nullable JobCursor cursor, int limit) {
        Limit oneMore = oneMoreThan(limit);
        List<Job> found = jobs
                .findBy(
                        owned(owner).and(matching(filter)).and(after(cursor)),
                        query -> query.sortBy(NEWEST_FIRST).limit(oneMore.max()).all())
                .stream()
                .map(detached(JobEntity::toJob))
                .toList();
        return page(found, limit, job -> new JobCursor(job.timeline().created(), job.id()));
    }

    List<JobEvent> events(Owner owner, UUID job, long after, int limit) {
        get(owner, job);
        Limit most = Limit.of(oneMoreThan(limit).max() - 1);
        return events.findByJobAndSeqGreaterThanOrderBySeq(job, after, most).stream()
                .map(detached(JobEventEntity::toEvent))
                .toList();
    }

    Page<WorkItem, String> items(Owner owner, UUID job, @Nullable ItemState state, @Nullable String cursor, int limit) {
        get(owner, job);
        String after = cursor == null ? "" : cursor;
        Limit oneMore = oneMoreThan(limit);
        List<WorkItemEntity> found = state == null
                ? items.findByJobAndItemGreaterThanOrderByItem(job, after, oneMore)
                : items.findByJobAndStateAndItemGreaterThanOrderByItem(job, state, after, oneMore);
        return page(found.stream().map(detached(WorkItemEntity::toItem)).toList(), limit, WorkItem::item);
    }

    Map<ItemState, Long> itemCounts(Owner owner, UUID job) {
        get(owner, job);
        Map<ItemState, Long> counts = new EnumMap<>(ItemState.class);
        items.countByState(job).forEach(count -> counts.put(count.getState(), count.getItems()));
        return counts;
    }

    /** Maps an entity and takes it out of the caller's persistence context, where the next read would find it stale. */
    private <E, T> Function<E, T> detached(Function<E, T> map) {
        return entity -> {
            entities.detach(entity);
            return map.apply(entity);
        };
    }

    private static Limit oneMoreThan(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("A page has 1 to " + MAX_LIMIT + " entries, not " + limit);
        }
        return Limit.of(limit + 1);
    }

    private static <T, C> Page<T, C> page(List<T> oneMore, int limit, Function<T, C> cursor) {
        if (oneMore.size() <= limit) {
            return new Page<>(oneMore, null);
        }
        return new Page<>(oneMore.subList(0, limit), cursor.apply(oneMore.get(limit - 1)));
    }
}
