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
# restore.sh tells what is missing. FOLDER/blobs may be an earlier backup's, or one's that broke off: only what is new is copied
# then. Needs pg_dump of the server's version or later; for folders rsync, or else cp, which is slower.
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
      # 24: files vanished while it looked. That is a collection at work.
      rsync --archive --prune-empty-dirs --exclude /.tmp "$blobs/" "$folder/blobs/" || [[ $? == 24 ]]
    else
      # By way of another name, so that a blob which is there is whole.
      while IFS= read -r -d '' file; do
        [[ ! -e "$folder/blobs/$file" ]] || continue
        mkdir -p "$(dirname "$folder/blobs/$file")"
        if cp --archive "$blobs/$file" "$folder/blob.part"; then
          mv "$folder/blob.part" "$folder/blobs/$file"
        elif [[ -e "$blobs/$file" ]]; then
          exit 1
        fi
      done < <(cd "$blobs" && find . -path ./.tmp -prune -o -type f -print0)
    fi
    ;;
esac
# Only a backup that is complete has a database.
mv "$folder/database.part" "$folder/database"
echo "database $(stat --format %s "$folder/database") bytes, blobs $(find "$folder/blobs" -type f | wc -l) files, $(
  du --bytes --summarize "$folder/blobs" | cut -f1) bytes"
