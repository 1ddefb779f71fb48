-- What the SQL of other modules may read of work items, to join it with tables of their own. Its columns stay.
CREATE VIEW item_results AS
SELECT job, item, state, output, error
FROM work_items;
