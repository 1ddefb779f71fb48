package io.opadpo.jobs.postgres;

import io.opadpo.jobs.ItemState;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads {@code work_items}. */
interface WorkItemRepository extends Repository<WorkItemEntity, WorkItemEntity.Key> {
    /** How many items are in a state. */
    interface StateCount {
        ItemState getState();

        long getItems();
    }

    List<WorkItemEntity> findByJobAndItemGreaterThanOrderByItem(UUID job, String after, Limit limit);

    List<WorkItemEntity> findByJobAndStateAndItemGreaterThanOrderByItem(
            UUID job, ItemState state, String after, Limit limit);

    @Query("SELECT i.state AS state, count(i) AS items FROM WorkItemEntity i WHERE i.job = :job GROUP BY i.state")
    List<StateCount> countByState(UUID job);
}
