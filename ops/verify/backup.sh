#!/usr/bin/env bash
# Backs a running platform up, restores it into a new installation, and compares: two quick starts, with blobs in a folder or in
# S3.
#
#   ./mvnw -q -B -DskipTests package && ops/verify/backup.sh [QUICKSTART.JAR]
#   BLOBS=s3 ops/verify/backup.sh                               with a Garage for each installation, and the AWS CLI
#
# A first pipeline ends; a second one trains while ops/backup.sh runs. The new installation, with keys of its own, has to give
# the first one's data set and adapters with the same bytes, and to bring the second one to its end. Backups that are killed or
# find no bucket must leave none that looks complete, and ops/restore.sh must refuse what is not empty. Needs curl, jq, and
# pg_dump, pg_restore and psql of the embedded server's version or later: with POSTGRES_IMAGE, as postgres:18, those of that
# image. Garage is the executable $GARAGE, or else the image $S3_IMAGE.
set -euo pipefail
cd "$(dirname "$0")/../.."

jar="$(realpath "${1:-quickstart/target/quickstart.jar}")"
work="$(mktemp -d)"
running= garage=
kill_and_wait() { [[ -z "$1" ]] || { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }; }
stop() { kill_and_wait "$running"; running=; }
stop_store() { kill_and_wait "$garage"; garage=; }
trap 'stop; stop_store; rm -rf "$work"' EXIT
say() { printf '%s %s\n' "$(date +%T)" "$*"; }
fail() { say "FAILED: $*"; tail -20 "$work/log" >&2; exit 1; }
port="${PORT:-28080}" gateway="http://127.0.0.1:${PORT:-28080}"
api() { curl --silent --show-error --fail-with-body --max-time 60 --header "Authorization: Bearer $(cat "$work/$1/keys/bootstrap-key")" "${@:2}"; }
# The PostgreSQL client of an image, under the names that the scripts call.
if [[ -n "${POSTGRES_IMAGE:-}" ]]; then
  mkdir "$work/bin"
  for program in pg_dump pg_restore psql; do
    printf '#!/bin/sh\nexec docker run --rm --network host --user %s --volume %s:%s --entrypoint %s %s "$@"\n' \
      "$(id -u)" "$work" "$work" "$program" "$POSTGRES_IMAGE" >"$work/bin/$program"
  done
  chmod +x "$work"/bin/*
  PATH="$work/bin:$PATH"
fi
if [[ "${BLOBS:-folder}" == s3 ]]; then
  random() { od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'; }
  store="${S3_PORT:-23900}"
  export AWS_ENDPOINT_URL="http://127.0.0.1:$store" AWS_DEFAULT_REGION=garage AWS_ACCESS_KEY_ID="GK$(random 12)"
  export AWS_SECRET_ACCESS_KEY="$(random 32)" AWS_EC2_METADATA_DISABLED=true
  export OPADPO_BLOBS_S3_BUCKET=opadpo OPADPO_BLOBS_S3_REGION=garage OPADPO_BLOBS_S3_ENDPOINT="$AWS_ENDPOINT_URL"
  export OPADPO_BLOBS_S3_ACCESSKEY="$AWS_ACCESS_KEY_ID" OPADPO_BLOBS_S3_SECRETKEY="$AWS_SECRET_ACCESS_KEY"
  export GARAGE_RPC_SECRET="$(random 32)" GARAGE_DEFAULT_BUCKET=opadpo
  export GARAGE_DEFAULT_ACCESS_KEY="$AWS_ACCESS_KEY_ID" GARAGE_DEFAULT_SECRET_KEY="$AWS_SECRET_ACCESS_KEY"
fi
# Where the blobs of the installation $1 are.
blobs() { if [[ "${BLOBS:-folder}" == s3 ]]; then echo s3://opadpo; else echo "$work/$1/blobs"; fi; }
# The S3 of the installation $1, when it answers.
start_store() {
  [[ "${BLOBS:-folder}" == s3 ]] || return 0
  stop_store
  mkdir -p "$work/s3-$1"
  sed -e "s|/var/lib/garage|$work/s3-$1|" -e "s|\[::\]:3900|127.0.0.1:$store|" -e "s|3901|$((store + 1))|" docker/garage.toml \
    >"$work/s3-$1/garage.toml"
  local command=(--config "$work/s3-$1/garage.toml" server --single-node --default-bucket)
  if [[ -n "${GARAGE:-}" ]]; then
    "$GARAGE" "${command[@]}" >>"$work/log" 2>&1 &
  else
    docker run --rm --network host --user "$(id -u)" --volume "$work:$work" \
      $(compgen -e GARAGE_ | sed 's/^/--env /') "${S3_IMAGE:-dxflrs/garage:v2.5.0}" /garage "${command[@]}" >>"$work/log" 2>&1 &
  fi
  garage=$!
  until aws s3api head-bucket --bucket opadpo >"$work/bucket" 2>&1; do
    kill -0 "$garage" 2>/dev/null || fail "Garage has ended"
    sleep 1
  done
}
# A quick start in a folder, when its gateway answers.
start() {
  ! curl --silent --output "$work/ready" "$gateway" || fail "something else answers at $gateway: set PORT"
  java -jar "$jar" --data "$work/$1" --port "$port" --no-job --scenes 8 --tests 4 >>"$work/log" 2>&1 &
  running=$!
  until curl --silent --fail --output "$work/ready" "$gateway/readyz"; do
    kill -0 "$running" 2>/dev/null || fail "the platform in $1 has ended"
    sleep 1
  done
}
database() { # of the installation $1, as the user $2
  echo "postgresql://$2:$(cat "$work/$1/keys/database-password")@127.0.0.1:$(sed -n 4p "$work/$1/postgres/postmaster.pid")/$3"
}
submit() { # a pipeline with this seed; its id
  local set
  set="$(api old "$gateway/v1/prompt-sets" | jq --exit-status --raw-output '.items[0].id')"
  api old --header 'Content-Type: application/json' --data "$(jq --null-input --arg set "$set" --argjson seed "$1" '{
    name: "verify-\($seed)", prompt_set: $set, model: "llava-lab", rollout: {sampling: {max_tokens: 120, seed: $seed}, samples: 2},
    opa: {options: {rank: 8, epochs: 6, batch: 4, checkpoint_every: 4}}, opa_dpo: {options: {epochs: 6, batch: 4}}}')" \
    "$gateway/v1/pipelines" | jq --raw-output .id
}
# Waits until a pipeline's state, or with $4 a stage's, is $3.
await() {
  local filter='.state'
  [[ -z "${4:-}" ]] || filter=".stages[] | select(.stage == \"$4\") | .state"
  for _ in $(seq 900); do
    now="$(api "$1" "$gateway/v1/pipelines/$2")"
    [[ "$(jq --raw-output "$filter" <<<"$now")" != "$3" ]] || return 0
    [[ "$(jq --raw-output .state <<<"$now")" != FAILED ]] || fail "$now"
    sleep 0.3
  done
  fail "$2 is not $3: $now"
}
digest() { # of what a pipeline has made
  local stages dataset
  stages="$(api "$1" "$gateway/v1/pipelines/$2" | jq .stages)"
  dataset="$(jq --raw-output '.[] | select(.stage == "dataset") | .result.dataset' <<<"$stages")"
  api "$1" "$gateway/v1/datasets/$dataset/download?format=jsonl&images=data" | sha256sum
  for adapter in $(jq --raw-output '.[] | .result.adapter // empty' <<<"$stages"); do
    api "$1" "$gateway/v1/adapters/$adapter/download" | sha256sum
  done
}

say "A platform and its first pipeline"
start_store old
start old
# The questions of the lab, which its model knows.
while IFS= read -r line; do
  image="$(api old --header 'Content-Type: image/png' --data-binary \
    "@$work/old/import/prompts/images/$(jq --raw-output .image <<<"$line" | xargs basename)" "$gateway/v1/images" | jq .sha256)"
  jq --compact-output --argjson image "$image" '{id, image: $image, question, standard}' <<<"$line"
done <"$work/old/import/prompts/prompts.jsonl" >"$work/prompts"
api old --header 'Content-Type: application/x-ndjson' --data-binary "@$work/prompts" "$gateway/v1/prompt-sets?name=verify" >"$work/set"
first="$(submit 1)"
await old "$first" SUCCEEDED
before="$(digest old "$first")"

say "A second pipeline, and a backup while it trains"
second="$(submit 2)"
await old "$second" RUNNING opa
export OPADPO_DATABASE_URI OPADPO_BLOBS
OPADPO_DATABASE_URI="$(database old opadpo opadpo)" OPADPO_BLOBS="$(blobs old)"
ops/backup.sh "$work/backup"
stage="$(api old "$gateway/v1/pipelines/$second" | jq --raw-output 'first(.stages[] | select(.state == "RUNNING") | .stage) // "none"')"
say "  it was at $stage when the backup had ended"

say "Backups that break off, and restores that are refused"
# It is killed while it copies: whoever takes the first blob out of the store waits, as a slow one would.
slow="$work/slow"
mkdir "$slow"
for program in aws rsync cp; do
  printf '#!/bin/sh\ntouch %s/copies\nexec sleep 60\n' "$slow" >"$slow/$program"
done
chmod +x "$slow"/*
PATH="$slow:$PATH" setsid ops/backup.sh "$work/killed" >>"$work/log" 2>&1 &
backup=$!
until [[ -e "$slow/copies" ]]; do sleep 0.2; done
kill -TERM -- "-$backup"
! wait "$backup" 2>/dev/null || fail "a backup that was killed succeeded"
[[ -s "$work/killed/database.part" ]] || fail "it was killed too early"
! ops/restore.sh "$work/killed" >"$work/said" 2>&1 || fail "a backup that was killed was restored"
say "  killed: $(cat "$work/said")"
ops/backup.sh "$work/killed" >"$work/said"
say "  again into the same folder: $(cat "$work/said")"
nowhere="$work/nowhere"
[[ "$OPADPO_BLOBS" != s3:* ]] || nowhere=s3://nowhere
! OPADPO_BLOBS="$nowhere" ops/backup.sh "$work/lacks" >"$work/said" 2>&1 || fail "there was nothing to copy"
[[ ! -e "$work/lacks/database" ]] || fail "a backup without blobs looks complete"
say "  no such store: $(tail -1 "$work/said")"
! ops/restore.sh "$work/backup" >"$work/said" 2>&1 || fail "the running platform was overwritten"
say "  database in use: $(tail -1 "$work/said")"
stop

say "A new installation, and a restore"
start_store new
start new
admin="$(database new postgres postgres)"
psql --quiet --dbname "$admin" --command "CREATE DATABASE restored OWNER opadpo"
OPADPO_DATABASE_URI="$(database new opadpo restored)" OPADPO_BLOBS="$(blobs new)"
api new --header 'Content-Type: application/octet-stream' --data-binary "{}" "$gateway/v1/uploads?name=other.jsonl" >"$work/uploaded"
! ops/restore.sh "$work/backup" >"$work/said" 2>&1 || fail "blobs of another platform were no reason to stop"
say "  store in use: $(tail -1 "$work/said")"
if [[ "$OPADPO_BLOBS" == s3:* ]]; then aws s3 rm --only-show-errors --recursive "$OPADPO_BLOBS"; else rm -rf "$OPADPO_BLOBS"; fi
ops/restore.sh "$work/backup"
psql --quiet --dbname "$admin" --output "$work/ended" --command "ALTER DATABASE opadpo ALLOW_CONNECTIONS false" \
  --command "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'opadpo'" \
  --command "DROP DATABASE opadpo" --command "ALTER DATABASE restored RENAME TO opadpo"
stop
start new
after="$(digest new "$first")"
[[ "$before" == "$after" ]] || fail "what the first pipeline has made is another: $before, now $after"
say "  data set and $(($(wc -l <<<"$after") - 1)) adapters of the first pipeline have the same bytes"
await new "$second" SUCCEEDED
say "  the second pipeline has succeeded: $(api new "$gateway/v1/pipelines/$second" | jq --compact-output '[.stages[].result | .adapter // empty]')"
say "  blobs: $(api new --request POST "$gateway/v1/admin/blobs/collect" | jq --compact-output '[.folders[] | {(.folder): .blobs}] | add')"
say "All as it should be"
