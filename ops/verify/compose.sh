#!/usr/bin/env bash
# Runs docker-compose.yml for real and says what it saw: images without rights, migrations alone, a pipeline during which
# each container is killed once, the metrics of it, and a backup restored into empty stores.
#
#   ./mvnw -q -B -DskipTests package && ops/verify/compose.sh
#
# What it needs, and its settings, are in platform.sh.
. "$(dirname "$0")/platform.sh"

say "Images"
compose build --quiet
compose build --quiet demo
for each in "${services[@]}"; do
  say "  opadpo/$each: $(($(docker image inspect --format '{{.Size}}' "opadpo/$each") / 1000000)) MB, user $(
    docker image inspect --format '{{.Config.User}}' "opadpo/$each")"
done

say "Migrations alone"
up --wait postgres s3
for each in gateway feedback dataset trainer; do
  compose run --rm --no-TTY --no-deps "$each" --opadpo.migrate-only=true >"$work/migrate" 2>&1 ||
    { cat "$work/migrate"; fail "migrations of $each"; }
done
sql() { compose exec --no-TTY postgres psql --username opadpo --no-align --tuples-only --command "$1"; }
say "  $(sql "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") tables, $(
  sql "SELECT count(*) FROM jobs") jobs"

say "Start"
start
for each in "${services[@]}"; do
  compose exec --no-TTY "$each" bash -c '[[ $(id -u) != 0 && "$(tr "\0" " " </proc/1/cmdline)" == java\ * ]] &&
    ! touch /app/x 2>/dev/null && [[ "$(grep CapEff /proc/self/status)" == *0000000000000000 ]]' || fail "rights of $each"
done
say "  all without root and capabilities, Java as process 1, root file system read-only"

say "A pipeline; each container is killed once"
pipeline="$(pipeline)"
# As a crash would: from outside, so that the engine starts it again.
crash() {
  kill -KILL "$(docker inspect --format '{{.State.Pid}}' "opadpo-verify-$1-1")"
  say "  killed $1 in stage $2"
}
# The stages in which each dies.
declare -A victims=([rollout]="rollout trainer" [feedback]="feedback corrector" [dataset]="dataset" [opa]="trainer postgres"
  [opa_dpo]="trainer s3" [evaluation]="gateway trainer")
began=$SECONDS
while true; do
  now="$(get "/v1/pipelines/$pipeline")"
  state="$(jq --raw-output .state <<<"$now")"
  [[ "$state" == RUNNING || "$state" == WAITING ]] || break
  stage="$(jq --raw-output 'first(.stages[] | select(.state == "RUNNING") | .stage) // ""' <<<"$now")"
  for victim in ${stage:+${victims[$stage]:-}}; do crash "$victim" "$stage"; done
  [[ -z "$stage" ]] || unset "victims[$stage]"
  ((SECONDS - began < 1800)) || fail "the pipeline is $state after half an hour: $now"
  sleep 0.3
done
say "  $state after $((SECONDS - began)) s; not reached: ${!victims[*]}"
[[ "$state" == SUCCEEDED ]] || fail "$(jq .stages <<<"$now")"
sql "SELECT '           ' || kind || ': ' || state || ', crashes ' || crashes || ', errors ' || errors
  FROM jobs WHERE pipeline = '$pipeline' ORDER BY finished"
say "  items: $(sql "SELECT string_agg(line, ', ') FROM (SELECT jobs.kind || ' ' || count(*) || ' ' || work_items.state AS line
  FROM work_items JOIN jobs ON jobs.id = job GROUP BY jobs.kind, work_items.state ORDER BY 1) x")"
[[ "$(sql "SELECT count(*) FROM work_items JOIN jobs ON jobs.id = job WHERE kind = 'rollout' AND work_items.state = 'DONE'")" == 27 ]] ||
  fail "27 answers were asked for"

say "Metrics"
sleep 20 # a scrape
say "  services that Prometheus reaches: $(query 'sum(up{job="opadpo"})' | sed 's/.*=> \([^ ]*\).*/\1/')"
query 'sum by (kind, end) (opadpo_jobs_run_seconds_count) > 0' | sed 's/ @.*//; s/^/           /'

say "Backup, then a restore into empty stores"
adapter="$(get /v1/adapters | jq --raw-output '.items[0].name')"
before="$(get "/v1/adapters/$adapter/download" | sha256sum)"
compose stop --timeout 60 "${services[@]}" >/dev/null 2>&1
compose exec --no-TTY postgres pg_dump --username opadpo --format custom opadpo >"$work/database"
compose stop s3 postgres >/dev/null 2>&1
volume() { docker run --rm --interactive --entrypoint tar --user 0 --volume "opadpo-verify_$1:/volume" opadpo/demo "${@:2}"; }
volume s3 -C /volume -cz . >"$work/blobs"
compose rm --force --stop postgres s3 >/dev/null 2>&1
docker volume rm opadpo-verify_postgres opadpo-verify_s3 >/dev/null
docker volume create opadpo-verify_s3 >/dev/null
volume s3 -C /volume -xz <"$work/blobs"
up --wait postgres s3
compose exec --no-TTY postgres pg_restore --username opadpo --dbname opadpo --exit-on-error <"$work/database"
up --no-build "${services[@]}"
after="$(get "/v1/adapters/$adapter/download" | sha256sum)"
[[ "$before" == "$after" ]] || fail "the adapter is another one"
[[ "$(get "/v1/pipelines/$pipeline" | jq --raw-output .state)" == SUCCEEDED ]] || fail "the pipeline is gone"
say "  database $(($(stat --format %s "$work/database") / 1000)) kB, blobs $(($(stat --format %s "$work/blobs") / 1000)) kB;" \
  "the pipeline is there, adapter $adapter has the same bytes"
say "All as it should be"
