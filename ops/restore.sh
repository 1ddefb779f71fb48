#!/usr/bin/env bash
# Fills an empty database and an empty blob store from a backup of backup.sh, with no service running.
#
#   OPADPO_DATABASE_URI=postgresql://opadpo@host:5432/opadpo PGPASSWORD=… OPADPO_BLOBS=/data/blobs ops/restore.sh FOLDER
#
# The blobs come first, so that no row is there before what it names. Jobs that ran at the time of the backup start again
# from their last completed items when the services start.
set -euo pipefail

folder="${1:?the folder of a backup}"
blobs="${OPADPO_BLOBS:?a folder, or s3://bucket}"
database="${OPADPO_DATABASE_URI:?as in postgresql://user@host/name}"
[[ -f "$folder/database" ]] || { echo "$folder holds no complete backup" >&2; exit 1; }
tables="$(psql --no-psqlrc --tuples-only --no-align --dbname "$database" \
  --command "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")"
[[ "$tables" == 0 ]] || { echo "The database has $tables tables already: restore into an empty one" >&2; exit 1; }
case "$blobs" in
  s3://*) aws s3 sync --only-show-errors "$folder/blobs" "$blobs" ;;
  *) mkdir -p "$blobs" && cp --archive "$folder/blobs/." "$blobs/" ;;
esac
pg_restore --no-owner --exit-on-error --single-transaction --dbname "$database" "$folder/database"
# Whatever was deleted while the backup was made; images and uploads are files, the others folders.
for rows in images:sha256 datasets:id uploads:id adapters:id models:id; do
  table="${rows%:*}" published=true
  [[ "$table" != datasets ]] || published="version IS NOT NULL"
  psql --no-psqlrc --tuples-only --no-align --dbname "$database" \
    --command "SELECT '$table/' || owner || '/' || ${rows#*:} FROM $table WHERE $published" |
    while IFS= read -r blob; do
      [[ -e "$folder/blobs/$blob" ]] || echo "lacks its files: $blob" >&2
    done || echo "cannot look at the files of $table" >&2
done
# The times of leases are of before; their jobs are taken back by the first worker that looks.
echo "restored $(psql --no-psqlrc --tuples-only --no-align --dbname "$database" --command 'SELECT count(*) FROM jobs') jobs," \
  "$(find "$folder/blobs" -type f | wc -l) blobs"
