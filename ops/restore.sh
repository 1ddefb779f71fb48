#!/usr/bin/env bash
# Fills an empty database and an empty blob store from a backup of backup.sh, with no service running.
#
#   OPADPO_DATABASE_URI=postgresql://opadpo@host:5432/opadpo PGPASSWORD=… OPADPO_BLOBS=/data/blobs ops/restore.sh FOLDER
#   … OPADPO_BLOBS=s3://bucket ops/restore.sh FOLDER          with the AWS CLI, and AWS_ENDPOINT_URL for other stores
#
# The blobs come first, so that no row is there before what it names; one that broke off is started again. Jobs that ran at the
# time of the backup start again from their last completed items when the services start.
set -euo pipefail

folder="${1:?the folder of a backup}"
blobs="${OPADPO_BLOBS:?a folder, or s3://bucket}"
blobs="${blobs%/}"
[[ ! "$blobs" =~ ^s3://.*/ ]] || { echo "$blobs is no bucket: blobs lie at its root" >&2; exit 1; }
database="${OPADPO_DATABASE_URI:?as in postgresql://user@host/name}"
[[ -f "$folder/database" ]] || { echo "$folder holds no complete backup" >&2; exit 1; }
tables="$(psql --no-psqlrc --tuples-only --no-align --dbname "$database" \
  --command "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")"
[[ "$tables" == 0 ]] || { echo "The database has $tables tables already: restore into an empty one" >&2; exit 1; }
# A store may hold what an earlier try has brought, and nothing else.
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
case "$blobs" in
  s3://*) aws s3api list-objects-v2 --bucket "${blobs#s3://}" --query 'Contents[].Key' --output text |
    tr '\t' '\n' | sed '/^None$/d' ;;
  *) mkdir -p "$blobs" && find "$blobs" \( -path "$blobs/.tmp" -o -path "$blobs/lost+found" \) -prune -o -type f -printf '%P\n' ;;
esac | sort >"$work/there"
(cd "$folder/blobs" && find . -type f -printf '%P\n') | sort >"$work/backup"
others="$(comm -23 "$work/there" "$work/backup")"
[[ -z "$others" ]] || {
  echo "$blobs holds $(wc -l <<<"$others") blobs of something else, like $(head -1 <<<"$others"): restore into an empty store" >&2
  exit 1
}
# What a backup that was killed left behind, as backup.sh says.
half="*.$(printf '[0-9A-Fa-f]%.0s' {1..8})"
case "$blobs" in
  s3://*) aws s3 sync --only-show-errors --exclude "$half" "$folder/blobs" "$blobs" ;;
  *) cp --archive "$folder/blobs/." "$blobs/" && find "$blobs" -name "$half" -type f -delete ;;
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
