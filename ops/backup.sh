#!/usr/bin/env bash
# Copies the database and the blobs of a platform, which may go on working, into a folder.
#
#   OPADPO_DATABASE_URI=postgresql://opadpo@host:5432/opadpo PGPASSWORD=… OPADPO_BLOBS=/data/blobs ops/backup.sh FOLDER
#   … OPADPO_BLOBS=s3://bucket ops/backup.sh FOLDER           with the AWS CLI, and AWS_ENDPOINT_URL for other stores
#
# The database comes first. Blobs are never changed, and a row comes after its blob, so a copy of the blobs that is made
# later holds all that the rows name, as long as no blob is deleted in between that a row of the copy names. Where services run
# with opadpo.retention.collect-blobs, blobs outlive their rows by the time of grace, which has to be longer than a backup takes.
# Elsewhere DELETE of a data set, adapter, model or upload deletes its files at once: let nobody delete during a backup;
# restore.sh tells what is missing. FOLDER may be an earlier backup's, or one's that broke off: only blobs that are new are
# copied then, and FOLDER/database is the earlier one's until all is there. One that broke off leaves FOLDER/database.part.
# Needs pg_dump of the server's version or later; for folders rsync, or else cp, which is slower.
set -euo pipefail

folder="${1:?a folder for the backup}"
blobs="${OPADPO_BLOBS:?a folder, or s3://bucket}"
mkdir -p "$folder/blobs"
pg_dump --format custom --no-owner --file "$folder/database.part" "${OPADPO_DATABASE_URI:?as in postgresql://user@host/name}"
case "$blobs" in
  s3://*)
    # What the AWS CLI leaves behind if it is killed in the middle of a file; no blob has such a name.
    find "$folder/blobs" -name "*.$(printf '[0-9A-Fa-f]%.0s' {1..8})" -type f -delete
    # No --delete: what was collected since the last backup does no harm. It fails if a blob is collected under its hands.
    aws s3 sync --only-show-errors "$blobs" "$folder/blobs" || aws s3 sync --only-show-errors "$blobs" "$folder/blobs"
    ;;
  *)
    [[ -d "$blobs" ]] || { echo "$blobs is no folder" >&2; exit 1; }
    if command -v rsync >/dev/null; then
      # Killed, it leaves half a file behind, which is not to lie among the blobs. 24: files vanished while it looked. That is
      # a collection at work.
      mkdir -p "$folder/part"
      rsync --archive --prune-empty-dirs --exclude /.tmp --temp-dir "$(realpath "$folder/part")" "$blobs/" "$folder/blobs/" ||
        [[ $? == 24 ]]
      rm -r "$folder/part"
    else
      # By way of another name, so that a blob which is there is whole.
      (cd "$blobs" && find . -ignore_readdir_race -path ./.tmp -prune -o -type f -print0) >"$folder/list.part"
      while IFS= read -r -d '' file; do
        [[ ! -e "$folder/blobs/$file" ]] || continue
        mkdir -p "$(dirname "$folder/blobs/$file")"
        if cp --archive "$blobs/$file" "$folder/blob.part"; then
          mv "$folder/blob.part" "$folder/blobs/$file"
        elif [[ -e "$blobs/$file" ]]; then
          exit 1
        fi
      done <"$folder/list.part"
      rm -f "$folder/list.part" "$folder/blob.part"
    fi
    ;;
esac
# Only a backup that is complete has a database.
mv "$folder/database.part" "$folder/database"
echo "database $(stat --format %s "$folder/database") bytes, blobs $(find "$folder/blobs" -type f | wc -l) files, $(
  du --bytes --summarize "$folder/blobs" | cut -f1) bytes"
