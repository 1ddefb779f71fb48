-- 64 bits of what the picture looks like; null while nobody asked, and where there is none.
ALTER TABLE images ADD COLUMN picture_hash bigint;
