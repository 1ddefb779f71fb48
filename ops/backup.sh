#!/usr/bin/env bash
# Copies the database and the blobs of a platform, which may go on working, into a folder.
#
#   OPADPO_DATABASE_URI=postgresql://opadpo@host:5432/opadpo PGPASSWORD=… OPADPO_BLOBS=/data/blobs ops/backup.sh FOLDER
#   … OPADPO_BLOBS=s3://bucket ops/backup.sh FOLDER           with the AWS CLI, and AWS_ENDPOINT_URL for other stores
#
# The database comes first. Blobs are never changed, and a row comes after its blob, so a copy of the blobs that is made
# later holds all that the rows name. For the same reason no collection of blobs may delete in between: the time of grace
# has to be longer than a backup takes. FOLDER/blobs may be an earlier backup's: only what is new is copied then.
# Needs pg_dump of the server's version or later, and rsync or cp for folders.
set -euo pipefail

folder="${1:?a folder for the backup}"
blobs="${OPADPO_BLOBS:?a folder, or s3://bucket}"
mkdir -p "$folder/blobs"
pg_dump --format custom --no-owner --file "$folder/database.part" "${OPADPO_DATABASE_URI:?as in postgresql://user@host/name}"
case "$blobs" in
  # No --delete: what was collected since the last backup does no harm.
  s3://*) aws s3 sync --only-show-errors "$blobs" "$folder/blobs" ;;
  *)
    if command -v rsync >/dev/null; then
      rsync --archive --exclude /.tmp "$blobs/" "$folder/blobs/"
    else
      (cd "$blobs" && find . -path ./.tmp -prune -o -type f -print0) |
        (cd "$blobs" && xargs -0 --no-run-if-empty cp --archive --no-clobber --parents --target-directory "$(cd "$OLDPWD" && realpath "$folder")/blobs")
    fi
    ;;
esac
# Only a backup that is complete has a database.
mv "$folder/database.part" "$folder/database"
echo "database $(stat --format %s "$folder/database") bytes, blobs $(find "$folder/blobs" -type f | wc -l) files, $(
  du --bytes --summarize "$folder/blobs" | cut -f1) bytes"
