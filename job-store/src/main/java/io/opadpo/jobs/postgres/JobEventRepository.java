package io.opadpo.jobs.postgres;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** Reads {@code job_events}. */
interface JobEventRepository extends Repository<JobEventEntity, Long> {
    List<JobEventEntity> findByJobAndSeqGreaterThanOrderBySeq(UUID job, long after, Limit limit);
}
