#!/usr/bin/env bash
# Backs a running platform up, restores it into a new installation, and compares: no containers, two quick starts.
#
#   ./mvnw -q -B -DskipTests package && ops/verify/backup.sh [QUICKSTART.JAR]
#
# A first pipeline ends; a second one trains while ops/backup.sh runs. The new installation, with keys of its own, has to give
# the first one's data set and adapters with the same bytes, and to bring the second one to its end. Needs pg_dump and psql of
# the embedded server's version or later, curl and jq.
set -euo pipefail
cd "$(dirname "$0")/../.."

jar="$(realpath "${1:-quickstart/target/quickstart.jar}")"
work="$(mktemp -d)"
running=
stop() { [[ -z "$running" ]] || { kill "$running" 2>/dev/null || true; wait "$running" 2>/dev/null || true; }; running=; }
trap 'stop; rm -rf "$work"' EXIT
say() { printf '%s %s\n' "$(date +%T)" "$*"; }
fail() { say "FAILED: $*"; tail -20 "$work/log" >&2; exit 1; }
port="${PORT:-28080}" gateway="http://127.0.0.1:${PORT:-28080}"
api() { curl --silent --show-error --fail-with-body --max-time 60 --header "Authorization: Bearer $(cat "$work/$1/keys/bootstrap-key")" "${@:2}"; }
# A quick start in a folder, when its gateway answers.
start() {
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
OPADPO_DATABASE_URI="$(database old opadpo opadpo)" OPADPO_BLOBS="$work/old/blobs" ops/backup.sh "$work/backup"
stage="$(api old "$gateway/v1/pipelines/$second" | jq --raw-output 'first(.stages[] | select(.state == "RUNNING") | .stage) // "none"')"
say "  it was at $stage when the backup had ended"
stop

say "A new installation, and a restore"
start new
admin="$(database new postgres postgres)"
psql --quiet --dbname "$admin" --command "CREATE DATABASE restored OWNER opadpo"
rm -rf "$work/new/blobs"
OPADPO_DATABASE_URI="$(database new opadpo restored)" OPADPO_BLOBS="$work/new/blobs" ops/restore.sh "$work/backup"
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
