package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class ItemContract extends StoreTest {
    private static final JobError ERROR = new JobError("E", "no luck", true);

    private UUID job;
    private Claim claim;

    @BeforeEach
    void claim() {
        job = test.submit().id();
        claim = test.claim(job);
    }

    @Test
    void itemsAreUpsertedAndCounted() {
        leases.putItems(
                claim,
                List.of(
                        ItemWrite.pending("a"),
                        ItemWrite.pending("b"),
                        ItemWrite.done("c", json("{\"text\": \"x\"}"))));
        leases.putItems(claim, List.of(ItemWrite.failed("b", ERROR)));

        assertThat(store.itemCounts(Owner.ANY, job))
                .isEqualTo(Map.of(ItemState.PENDING, 1L, ItemState.FAILED, 1L, ItemState.DONE, 1L));
        List<WorkItem> items = store.items(Owner.ANY, job, null, null, 10).items();
        assertThat(items).extracting(WorkItem::item).containsExactly("a", "b", "c");
        assertThat(items).extracting(WorkItem::attempts).containsExactly(0, 1, 1);
        assertThat(items.get(1).error()).isEqualTo(ERROR);
        assertThat(items.get(2).output()).isEqualTo(json("{\"text\": \"x\"}"));
    }

    @Test
    void whatIsDoneStaysAsItWasFirstDone() {
        leases.putItems(claim, List.of(ItemWrite.done("a", json("1"))));
        leases.putItems(claim, List.of(ItemWrite.done("a", json("2"))));
        leases.putItems(claim, List.of(ItemWrite.failed("a", ERROR)));

        assertThat(store.items(Owner.ANY, job, null, null, 10).items())
                .singleElement()
                .satisfies(item -> assertThat(item.output()).isEqualTo(json("1")))
                .satisfies(item -> assertThat(item.state()).isEqualTo(ItemState.DONE));
    }

    @Test
    void aFailedItemMayBeDoneLater() {
        leases.putItems(claim, List.of(ItemWrite.failed("a", ERROR)));
        leases.putItems(claim, List.of(ItemWrite.pending("a")));
        assertThat(store.itemCounts(Owner.ANY, job)).isEqualTo(Map.of(ItemState.FAILED, 1L));
        leases.putItems(claim, List.of(ItemWrite.done("a", json("1"))));

        assertThat(store.items(Owner.ANY, job, null, null, 10).items())
                .singleElement()
                .satisfies(item -> assertThat(item.attempts()).isEqualTo(2))
                .satisfies(item -> assertThat(item.error()).isNull());
    }

    @Test
    void aRerunSeesWhatIsDone() {
        leases.putItems(claim, List.of(ItemWrite.done("a", json("1")), ItemWrite.failed("b", ERROR)));
        leases.fail(claim, new JobError("E", "no luck", false));
        store.requeue(Owner.ANY, job);

        assertThat(leases.doneItems(test.claim(job))).containsExactly("a");
    }

    @Test
    void aZombieWritesNothing() {
        leases.release(claim);
        test.claim(job);

        assertThatThrownBy(() -> leases.putItems(claim, List.of(ItemWrite.done("a", json("1")))))
                .isInstanceOf(LostLeaseException.class);
        assertThat(store.itemCounts(Owner.ANY, job)).isEmpty();
    }

    @Test
    void theLastWriteOfABatchWins() {
        leases.putItems(claim, List.of(ItemWrite.done("a", json("1")), ItemWrite.done("a", json("2"))));

        assertThat(store.items(Owner.ANY, job, null, null, 10).items())
                .singleElement()
                .satisfies(item -> assertThat(item.output()).isEqualTo(json("2")));
    }

    @Test
    void pagesHoldEachItemOnce() {
        leases.putItems(
                claim,
                IntStream.range(0, 25)
                        .mapToObj(i -> i % 2 == 0
                                ? ItemWrite.done("item-%02d".formatted(i), json("1"))
                                : ItemWrite.pending("item-%02d".formatted(i)))
                        .toList());

        assertThat(allItems(null)).hasSize(25).doesNotHaveDuplicates().isSorted();
        assertThat(allItems(ItemState.DONE)).hasSize(13);
    }

    private List<String> allItems(ItemState state) {
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<WorkItem, String> page = store.items(Owner.ANY, job, state, cursor, 4);
            page.items().forEach(item -> seen.add(item.item()));
            cursor = page.next();
        } while (cursor != null);
        return seen;
    }
}
